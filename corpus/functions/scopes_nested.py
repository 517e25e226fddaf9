class E0: pass
class _C:
    res = [lambda: __class__ for _ in [1]]
print(_C.res[0]() is _C)
class i:
    try: res = [(lambda: __class__)() for _ in [1]]
    except NameError as e: print(e)
class D:
    res = [(lambda: __classdict__)() for _ in [1]]
print('res' in D.res[0])
def f():
    y = 1
    class C:
        y = 2
        vals = [(x, y) for x in range(2)]
    return C.vals
print(f())
x=3
def g():
    [x for x in [1]]
    return [x for _ in [1]]
print(g())
def h():
    l=[1,2]
    return [locals()['z'] for z in l], [eval('z') for z in l], [sorted(locals()) for z in l]
print(h())
print([locals()['z'] for z in (1,2)], 'z' in globals())
class K:
    print([locals()['z'] for z in (1,2)], [sorted(vars()) for q in (1,)])
class C[T]:
    T = "class"
    class Inner[U](*[E0 for _ in (1,)]):
        v = T
        w = [T for _ in (1,)]
    def meth[U](x: (T for _ in (1,)), y: [T for _ in (1,)]): pass
print(C.Inner.v, C.Inner.w, C.meth.__annotations__['y'])
import sys
def fl():
    val = "a" in [sys._getframe().f_locals for a in [0]][0]
    val2 = [sys._getframe().f_locals["a"] for a in [0]][0]
    return val, val2
print(fl())
y="global"
class E:
    global y
    y = "x"
    def m[T](self, a: y): pass
    class q[T=y]: pass
print(E.m.__annotations__, E.q.__type_params__[0].__default__)
