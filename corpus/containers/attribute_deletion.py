import functools, contextlib
class A: pass
for trial in range(3):
    a=A(); a.x=1; a.y=2; a.z=3
    del a.y; print(vars(A()), a.x, a.z, hasattr(a,'y'), sorted(a.__dict__.items()), list(a.__dict__))
    b=A(); b.x=1; b.y=2; b.z=3
    del b.x; b.x=9; print(b.x,b.y,b.z); del b.z; b.w=4; print(list(b.__dict__))
    try: del b.q
    except AttributeError as e: print(e)
    try: print(b.z)
    except AttributeError as e: print(e)
c=A()
for i in range(30): setattr(c,'a%d'%i,i)
for i in range(0,30,2): delattr(c,'a%d'%i)
print(list(c.__dict__.items()))
for k in range(200):
    d=A()
    for i in range(6): setattr(d,'n%d_%d'%(k,i),i)
    delattr(d,'n%d_2'%k); delattr(d,'n%d_0'%k); setattr(d,'n%d_2'%k,7)
    assert list(d.__dict__)==['n%d_%d'%(k,i) for i in (1,3,4,5,2)], (k,list(d.__dict__))
class S:
    def __init__(self): self.a=1;self.b=2;self.c=3
    def f(self): return self.a,getattr(self,'b',None),self.c
def go(n):
    out=[]
    for i in range(n):
        s=S(); out.append(s.f())
        del s.b; out.append(s.f()); s.b=5; out.append(s.f()); del s.c; s.c=6; out.append((s.f(),list(s.__dict__)))
    return out
o=go(300); print(o[0:4], all(o[i]==o[i%4] for i in range(len(o))))
@contextlib.contextmanager
def cm(): yield 1
for i in range(500):
    with cm() as x: pass
print(x)
s={1,2,'a',(1,2),int,None,1.5}
print((1,2) in s, int in s, None in s, 1.5 in s, 2.5 in s, str in s, True in s)
for bad in ([],{},(1,[]),{1}):
    for c in (s,frozenset(s)):
        try: print(bad in c)
        except TypeError as e: print(e)
p=functools.partial(max,1,2); print(p(5), p(5,key=lambda x:-x), functools.partial(p)(9))
p=functools.partial(print,'a',sep='-'); p('b'); p('b',end='!\n')
@functools.lru_cache(maxsize=2)
def f(x): print('call',x); return x
f(1);f(2);f(1);f(3);f(2);f('a');f('a');f(1.0);f(True); print(f.cache_info())
@functools.lru_cache(maxsize=4,typed=True)
def g(x): print('g',x); return x
g(1);g(1.0);g(1);g(True); print(g.cache_info())
print(min(3,1,2),max(1,3,2),min(1.5,0.5),max(0.5,1.5),min(1,0.5),max(True,0),min(-0.0,0.0),max(float('nan'),1.0),max(1.0,float('nan')),min(2**70,1))
for q in (lambda: min(1), lambda: max(), lambda: min(1,'a'), lambda: max(1,2,key=lambda x:-x)):
    try: print(q())
    except TypeError as e: print(e)
d={'a':1,'b':2}
print(list(d.items()),list(d.keys()),list(d.values()),tuple(d.items()),sorted(d.items()),[*d.values()],d|{'c':3}, d|{'a':5},dict(d,z=1),dict(z=1,**d),dict([(1,2)],z=3),dict())
big={i:i for i in range(100)}; m=big|{i:-i for i in range(50,200)}; print(len(m),m[60],m[10],list(m)[:3],list(m)[-2:])
class D(dict):
    def keys(self): return ['k']
    def __getitem__(self,k): return 'v'
print(dict(D(),x=1), dict(D()))
for e in ('utf-8','UTF8','latin-1','iso-8859-1','ascii','US-ASCII','utf_16','L1','nope'):
    for er in ('strict','ignore','replace','backslashreplace','bogus'):
        try: print(e,er,'aé€'.encode(e,er), b'a\xff'.decode(e,er))
        except (UnicodeError,LookupError) as x: print(e,er,type(x).__name__,x)
t=''
for i in range(5000): t+=chr(97+i%26)
u=t+'é'; u+='x'; w=t; w+='ab'; v=t; v+='cd'; print(len(t),hash(t)==hash(''.join(chr(97+i%26) for i in range(5000))),w[-3:],v[-3:],u[-3:])
