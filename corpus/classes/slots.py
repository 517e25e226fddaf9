class P:
    __slots__ = ("x", "y")
    def __init__(self, x, y=None): self.x = x; self.y = y if y else 0
p = P(1, 2); print(p.x, p.y, P.__slots__, hasattr(p, "__dict__"), P.x, type(P.x).__name__)
def attempt(code, **ns):
    try: exec(code, globals(), ns); print("ok:", code)
    except Exception as e: print(code, "->", type(e).__name__ + ":", e)
for code in ("p.z = 1", "del p.x; p.x", "p.x = 5", "del p.y; del p.y", "p.__dict__", "P.x.__get__(5)", "import weakref; weakref.ref(p)"): attempt(code)
class Q(P): pass
q = Q(1); q.z = 5; print(q.z, q.__dict__, q.x)
class R(P):
    __slots__ = ("z",)
r = R(1); r.z = 3; print(r.z, r.x, R.__slots__); attempt("r.w = 1")
class D: __slots__ = ("a", "__dict__", "__weakref__")
d = D(); d.a = 1; d.b = 2; print(d.__dict__, d.a); import weakref; print(weakref.ref(d)() is d)
class E: __slots__ = "single"
e = E(); e.single = 1; print(e.single); attempt("e.s = 1")
class F: __slots__ = {"a": "doc of a", "b": None}
print(F.__slots__, F.a.__doc__)
class M: __slots__ = ("__priv", "_x")
m = M(); m._M__priv = 1; print(m._M__priv)
for text in ("class A:\n __slots__ = ('x',)\n x = 1", "class A:\n __slots__ = ('1x',)", "class A:\n __slots__ = (5,)", "class A(P, R): pass", "class A(P, F): pass", "class A(int):\n __slots__ = ('x',)", "class A(tuple):\n __slots__ = ('x',)", "class A(str):\n __slots__ = ()", "class A:\n __slots__ = ('__dict__', '__dict__')", "class A(D):\n __slots__ = ('__dict__',)"): attempt(text)
class Empty: __slots__ = ()
attempt("Empty().x = 1"); attempt("Empty().__class__ = P"); attempt("p.__class__ = R"); print(repr(Empty.__slots__))
class Default:
    __slots__ = ("v",)
    def __getattr__(self, n): return f"default {n}"
print(Default().v, Default().other); x = Default(); x.v = 1; print(x.v)
class Same1: __slots__ = ("a", "b")
class Same2: __slots__ = ("a", "b")
s = Same1(); s.a = 1; s.__class__ = Same2; print(type(s).__name__, s.a)
import copy; c = copy.copy(p2 := P(7, [1])); dc = copy.deepcopy(p2); print(c.x, c.y is p2.y, dc.y == p2.y, dc.y is p2.y)
class Iter: __slots__ = (n for n in ("i", "j"))
i = Iter(); i.j = 1; print(i.j); print([n for n in dir(P) if not n.startswith("__")], P.__dict__["x"].__name__, P.x.__objclass__.__name__, repr(P.x))
