f = lambda x: x
g = lambda y: y
h = lambda x: int(x)
k = lambda x: x + 1
k2 = lambda z: z + 2
print(f.__code__.co_code == g.__code__.co_code, f.__code__.co_code == h.__code__.co_code, k.__code__.co_code == h.__code__.co_code)
print(h.__code__.co_names)
import os.path
def big(a, b=1, *c, d, **e):
    import sys, os.path as p
    from math import sqrt as q, pi
    x = a.foo.bar(b, key=c)
    x.attr = len(e)
    for i in range(10): print(i, [j for j in zip(x)], (u for u in map(x)))
    with open(x) as fh: fh.read()
    try: raise ValueError("printed")
    except KeyError as err: y = err.args
    global G
    G = 3
    return {a.k: v for a in d.items()}
print(big.__code__.co_names)
class C:
    z: int = 3
    def m(self): return super().m(self.__private)
print(C.m.__code__.co_names)
c = compile("import a.b\nx = 1\ndef f(): return y\nclass D(B): pass\nx += y.z\nx = z = 'abc def'", "f", "exec")
print(c.co_names)
print(c == compile("import a.b\nx = 1\ndef f(): return y\nclass D(B): pass\nx += y.z\nx = z = 'abc def'", "f", "exec"))
print(c == compile("import a.b\nx = 1\ndef f(): return w\nclass D(B): pass\nx += y.z\nx = z = 'abc def'", "f", "exec"))
print(compile("x", "f", "eval") == compile("x", "f", "eval"), compile("x", "f", "eval") == compile("x", "g", "eval"), compile("x", "f", "eval") == compile("y", "f", "eval"), compile("1", "f", "eval") == compile("1.0", "f", "eval"))
print(hash(compile("x", "f", "eval")) == hash(compile("x", "g", "eval")))
def outer():
    def inner(x): return x
    return inner
print(outer().__code__ == outer().__code__, outer().__code__.co_names)
