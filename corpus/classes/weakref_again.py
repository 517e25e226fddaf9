# A plain weak reference asked for again is the same object as long as it lives.
import gc, weakref
class A: pass
L=[A() for _ in range(3000)]
W=[weakref.ref(a) for a in L]
print(all(weakref.ref(a) is w for a,w in zip(L,W)), all(weakref.ref(a,print) is not w for a,w in zip(L,W)))
gc.collect(); print(all(weakref.ref(a) is w for a,w in zip(L,W)))
del W; gc.collect(); 
W=[weakref.ref(a) for a in L]; gc.collect(0); print(all(weakref.ref(a) is w for a,w in zip(L,W)), [weakref.getweakrefcount(a) for a in L[:2]])
class R(weakref.ref): pass
print(R(L[0]) is not W[0], R(L[0]) is R(L[0]), weakref.proxy(L[0]) is weakref.proxy(L[0]))
keep=L[5]; w5=W[5]; del L; gc.collect(); gc.collect(); print(w5() is keep, sum(w() is not None for w in W) < 50)
M=[A() for _ in range(3000)]; print(all(weakref.ref(a)() is a for a in M))
