# Globals, classes, builtins and methods that change while compiled code relies on them.
SCALE = 2
def scaled(n):
    t = 0
    for i in range(n): t += i * SCALE
    return t
print(scaled(500)); SCALE = 3; print(scaled(500)); SCALE = 1.5; print(scaled(500))
def rebind(n):
    global SCALE
    t = 0
    for i in range(n):
        if i == n // 2: SCALE = 10
        t += SCALE
    return t
SCALE = 1; print(rebind(600), SCALE)
class K:
    factor = 2
    def m(self, x): return x * self.factor
    def get(self): return 1
def calls(o, n):
    t = 0
    for i in range(n): t += o.m(i)
    return t
k = K(); print(calls(k, 400)); K.factor = 5; print(calls(k, 400)); k.factor = 7; print(calls(k, 400)); del k.factor; K.m = lambda self, x: -x; print(calls(k, 400)); k.m = lambda x: 1; print(calls(k, 400)); del k.m
def change_inside(n):
    o, t = K(), 0
    for i in range(n):
        t += o.get()
        if i == 150: K.get = lambda self: 100
        if i == 300: o.get = lambda: 1000
        if i == 450: o.__class__ = Other
        if i == 500: del o.get
    return t
class Other:
    def get(self): return 5
print(change_inside(600))
import builtins
def uses_len(n):
    t = 0
    for i in range(n):
        t += len("abc")
        if i == 200: builtins.len = lambda x: 50
        if i == 400: builtins.len = real
    return t
real = len; print(uses_len(600)); 
def local_shadow(n):
    t = 0
    for i in range(n):
        t += abs(-i)
        if i == 250: globals()["abs"] = lambda v: 0
        if i == 350: del globals()["abs"]
    return t
print(local_shadow(500))
class Slots:
    __slots__ = ("a", "b")
def shapes(n):
    out = []
    for i in range(n):
        o = K()
        if i % 3 == 0: o.a = 1; o.b = 2
        elif i % 3 == 1: o.b = 3; o.a = 4
        else: o.c = 5; o.a = 6; o.b = 7
        out.append(o.a * 10 + o.b)
        if i % 7 == 0: del o.a; out.append(hasattr(o, "a"))
    return sum(out), out[:8]
print(shapes(500))
class Meta(type):
    def __getattr__(cls, n): return len(n)
class M(metaclass=Meta): pass
def class_attrs(n):
    t = 0
    for i in range(n):
        t += M.abc + K.factor
        if i == 200: M.abc = 100
        if i == 300: K.factor = 1
    return t
print(class_attrs(400))
def f(x): return x + 1
def code_swap(n):
    t = 0
    for i in range(n):
        t += f(i)
        if i == 200: f.__code__ = (lambda x: x * 2).__code__
        if i == 300: f.__defaults__ = (1,)
        if i == 350: t += f()
    return t
print(code_swap(400)); d = {"x": 1}
def dict_attr(n):
    o, t = K(), 0
    o.v = 1
    for i in range(n):
        t += o.v
        if i == 100: o.__dict__["v"] = 10
        if i == 200: o.__dict__ = {"v": 100}
        if i == 300: vars(o).update(v=1000)
    return t
print(dict_attr(400))
class Desc:
    def __get__(self, o, c): return 9
    def __set__(self, o, v): pass
def add_descriptor(n):
    o, t = K(), 0
    o.w = 1
    for i in range(n):
        t += o.w
        if i == 150: K.w = Desc()
        if i == 250: del K.w
    return t
print(add_descriptor(400)); from types import SimpleNamespace
def inherits(n):
    class P: v = 1
    class Q(P): pass
    o, t = Q(), 0
    for i in range(n):
        t += o.v
        if i == 100: P.v = 2
        if i == 200: Q.v = 3
        if i == 300: del Q.v; Q.__bases__ = (R,)
    return t
class R: v = 50
print(inherits(400))
