# Code in Python that attributes, operators and builtins ask for, inlined in traces: each way on, each way out, and what is checked behind the call.
from abc import ABC, abstractmethod
from collections import namedtuple
import numbers

class Proxy:
    def __init__(self, o): self.__dict__['_o'] = o
    def __getattr__(self, n):
        if n == 'missing': raise AttributeError("none of it")
        return getattr(self._o, n)
    def __setattr__(self, n, v): setattr(self._o, n, v)
class Real:
    def __init__(self): self.x = 1; self.y = 2
    def m(self, k): return self.x + k
class Typed:
    def __init__(self, t): self.t = t
    def __set_name__(self, o, n): self.n = '_' + n
    def __get__(self, o, c=None):
        if o is None: return self
        return getattr(o, self.n)
    def __set__(self, o, v):
        if not isinstance(v, self.t): raise TypeError(self.n)
        setattr(o, self.n, v)
class Lazy:
    def __init__(self, f): self.f = f; self.name = f.__name__
    def __get__(self, o, c):
        v = self.f(o)
        if v % 3: o.__dict__[self.name] = v
        return v
class D:
    a = Typed(int); b = Typed((str, bytes))
    def __init__(self, a, b): self.a = a; self.b = b
    @Lazy
    def late(self): return self.a * 2

def attributes():
    t = 0; p = Proxy(Real()); said = []
    for i in range(400):
        p.x = i if i % 7 else i + .5
        t += p.x + p.y + p.m(2)
        d = D(i, "s" if i % 5 else b"bytes"); d.a += 1
        t += d.a + len(d.b) + d.late + d.late
        try:
            d.b = 3
        except TypeError as e:
            t += len(e.args[0])
        try:
            if i % 100 == 99: p.missing
        except AttributeError as e:
            said.append((str(e), e.name, e.obj is p))
        if i == 250: Proxy.y = 40
        if i == 300: del Proxy.y; Typed.__get__ = lambda self, o, c=None: o.__dict__[self.n]
    return t, said
print(attributes())

class Base:
    made = 0
    def __init__(self, **kw): self.log = 0; super().__init__(**kw)
    def visit(self, x): self.log += x; return x
    @classmethod
    def make(cls, *a, **k): cls.made += 1; return cls(*a, **k)
    @staticmethod
    def helper(x): return x & 7
    def __new__(cls, *a, **k): return super().__new__(cls)
class A(Base):
    def __init__(self, a=1, **kw): super().__init__(**kw); self.a = a
    def visit(self, x): return super().visit(x + self.a)
class B(Base):
    def __init__(self, b=2, **kw): super(B, self).__init__(**kw); self.b = b
    def visit(self, x): return super(B, self).visit(x * self.b)
    @classmethod
    def make(cls, *a, **k): return super().make(*a, **k)
class C(A, B):
    def __init__(self, *args, c=3, **kw): super().__init__(*args, **kw); self.c = c
    def visit(self, x): return super().visit(x) + self.c
def inherited():
    t = 0; kept = []
    for i in range(400):
        c = C.make(i % 5, b=i + 1, c=2) if i % 3 else C(c=4)
        t += c.visit(C.helper(i)) + c.log + type(c).helper(3) + c.helper(9)
        f = c.visit
        t += f(1)
        g = C.make
        if i % 50 == 0: kept.append((f, g))
        if i == 200: C.helper = staticmethod(lambda x: x + 1)
        if i == 300: A.visit = lambda self, x: -x
    return t, C.made, B.made, [f(2) for f, g in kept][:4], [type(g(1)).__name__ for f, g in kept][:2], kept[0][0].__self__.__class__.__name__
print(inherited())

class Vec:
    __slots__ = ('x', 'y')
    def __init__(self, x, y): self.x = x; self.y = y
    def __neg__(self): return Vec(-self.x, -self.y)
    def __pos__(self): return self
    def __invert__(self): return Vec(self.y, self.x)
    def __rmul__(self, k):
        if k == 77: return NotImplemented
        return Vec(self.x * k, self.y * k)
    def __rsub__(self, o): return Vec(o - self.x, o - self.y)
    def __radd__(self, o): return "radd"
    def __contains__(self, v): return [v] if v == self.x else 0 if v < 100 else []
    def __len__(self): return self.x
    def __str__(self): return f"<{self.x}>" if self.x != 55 else 3
    def __repr__(self): return "V" * (self.y & 3)
    def __hash__(self): return self.x - 1
    def __eq__(self, o): return self is o
class Bare: pass
def operators():
    t = 0; out = []
    for i in range(500):
        v = Vec(i, i + 1)
        w = ~-(2 * +v if i % 4 else 1.5 * v)
        t += w.x + w.y * 2
        u = 10 - v
        t += u.x
        if i in v: t += 1
        if 5 not in v: t += 2
        if i % 90 == 89: out.append(Bare() + v)
        try:
            t += len(v) + len(str(v)) + len(repr(v)) + hash(v)
        except (TypeError, ValueError) as e: out.append(str(e))
        if i % 100 == 50:
            try: 77 * v
            except TypeError as e: out.append(str(e))
        if i == 450: Vec.__len__ = lambda self: -1 if self.x == 470 else 3.5 if self.x == 480 else True
        if i > 450:
            try: len(v)
            except (TypeError, ValueError) as e: out.append(str(e))
    return t, out
print(operators())

class Shape(ABC):
    @abstractmethod
    def area(self): ...
class Sq(Shape):
    def __init__(self, n): self.n = n
    def area(self): return self.n * self.n
class Other:
    n = 1
class Odd(type):
    def __instancecheck__(cls, o): return [o] if o.n % 2 else ()
class IsOdd(metaclass=Odd): n = 0
def instances():
    t = 0
    for i in range(400):
        s = Sq(i); o = Other()
        if isinstance(s, Shape): t += 1
        if isinstance(o, Shape): t += 1000
        if isinstance(s, IsOdd): t += 10
        if isinstance(i if i % 3 else i / 2, numbers.Rational): t += 1
        if i == 300: Shape.register(Other)
        if not isinstance(s, (str, Odd)): t += 1
    return t
print(instances())

P = namedtuple("P", "x y z")
class Q(P):
    __slots__ = ()
class L(list):
    pass
def sequences():
    t = 0; ps = [Q(i, i * 2, i * .5) for i in range(20)]; l = L(range(5))
    for i in range(400):
        p = ps[i % 20] if i % 3 else P(i, "ab", -1)
        t += p[0] + p[-1] + len(p)
        x, y, z = p
        t += x + z
        for q in p: t += 1 if q == y else 0
        l[i % 5] = i
        t += l[-1] + len(l)
        for q in l: t += q
        try: p[3]
        except IndexError: t += 1
        if i == 250: Q.__getitem__ = lambda self, k: 7
        if i == 300: L.__getitem__ = lambda self, k: 100; L.__len__ = lambda self: 4
        if i == 350: Q.__iter__ = lambda self: iter((1, 2, 3)); Q.__len__ = lambda self: 11; L.__iter__ = lambda self: iter([])
    return t
print(sequences())

class Frozen:
    def __init__(self, a, b):
        object.__setattr__(self, 'a', a)
        object.__setattr__(self, 'b', b)
    def __setattr__(self, n, v): raise AttributeError(f"frozen {n}")
class Event:
    def __init__(self): self.level = 0; self.n = 0
    def __setattr__(self, n, v): super().__setattr__(n, v)
    @property
    def twice(self): return self.n * 2
    @twice.setter
    def twice(self, v): self.n = v // 2
def stores():
    t = 0; e = Event(); names = ["n", "twice", "level", "n"]
    for i in range(400):
        f = Frozen(i, "b" if i % 3 else None)
        t += f.a
        try: f.a = 3
        except AttributeError as x: t += len(str(x))
        n = names[i // 2 & 3]
        r = setattr(e, n, i)
        t += getattr(e, n) + e.twice + (r is None)
        t += getattr(e, "none", 3) + hasattr(e, "twice")
        try: int("x" * (i % 3 + 1))
        except ValueError as x: t += len(str(x))
        try: raise KeyError("k") if i % 2 else ValueError("value", i) if i % 3 else ValueError(f"v{i}")
        except Exception as x: t += len(str(x))
    return t, e.n
print(stores())
