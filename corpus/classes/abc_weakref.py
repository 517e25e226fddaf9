# not-in-mode: jit-stress (compiled code leaves stale words in its native frames, which keep an object alive a little longer)
import abc, weakref, gc
from abc import ABC, abstractmethod
class Shape(ABC):
    @abstractmethod
    def area(self): ...
    @property
    @abstractmethod
    def name(self): ...
    def describe(self): return f"{self.name} {self.area()}"
class Half(Shape):
    def area(self): return 1
class Sq(Shape):
    name = "sq"
    def __init__(self, s): self.s = s
    def area(self): return self.s ** 2
for c in (Shape, Half):
    try: c()
    except TypeError as e: print(e)
print(Sq(3).describe(), sorted(Shape.__abstractmethods__), Half.__abstractmethods__, Sq.__abstractmethods__)
class V: pass
Shape.register(V); print(isinstance(V(), Shape), issubclass(V, Shape), V.__mro__)
class Hook(ABC):
    @classmethod
    def __subclasshook__(cls, C): return True if any("go" in B.__dict__ for B in C.__mro__) else NotImplemented
class Goer:
    def go(self): pass
print(isinstance(Goer(), Hook), isinstance(5, Hook))
import collections.abc as cabc
print([isinstance(x, k) for x in ([], {}, "", 5, {1}, (i for i in ())) for k in (cabc.Iterable, cabc.Sized, cabc.Sequence, cabc.Mapping, cabc.Hashable, cabc.Iterator, cabc.Callable, cabc.Set)])
class MySeq(cabc.Sequence):
    def __init__(self, *a): self.a = a
    def __getitem__(self, i): return self.a[i]
    def __len__(self): return len(self.a)
s = MySeq(1, 2, 3, 2); print(list(s), 2 in s, s.index(2), s.count(2), list(reversed(s)), isinstance(s, cabc.Sequence))
class MyMap(cabc.MutableMapping):
    def __init__(self): self.d = {}
    def __getitem__(self, k): return self.d[k]
    def __setitem__(self, k, v): self.d[k] = v
    def __delitem__(self, k): del self.d[k]
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)
m = MyMap(); m["a"] = 1; m.update(b=2); print(dict(m), m.pop("a"), m.setdefault("c", 3), list(m.items()), m.get("zz"), "b" in m, m == {"b": 2, "c": 3}); m.clear(); print(len(m))
class MySet(cabc.Set):
    def __init__(self, it=()): self.s = list(dict.fromkeys(it))
    def __contains__(self, x): return x in self.s
    def __iter__(self): return iter(self.s)
    def __len__(self): return len(self.s)
    def __repr__(self): return f"MySet{self.s}"
print(MySet("abc") & MySet("bcd"), MySet("ab") | "c", MySet("abc") - MySet("a"), MySet("ab") < MySet("abc"), MySet("ab") == {"a", "b"}, MySet("ab") ^ MySet("bc"))
try: cabc.Sequence()
except TypeError as e: print(e)
class Obj:
    def __init__(self, n): self.n = n
    def __repr__(self): return f"Obj{self.n}"
# Objects are made and dropped inside calls, and the stack is written over, so that no stale copy keeps one alive.
def scrub(n=40): return n and scrub(n - 1) + sum([0] * 20)
def collect(): scrub(); gc.collect(); scrub(); return gc.collect() >= 0
holder = {}
def first():
    o = holder["o"] = Obj(1); r = weakref.ref(o, lambda ref: print("callback")); p = weakref.proxy(o)
    print(r() is o, p.n, r == weakref.ref(o), weakref.getweakrefcount(o) >= 1, type(p).__name__); return r, p
r, p = first(); holder.clear(); collect(); print(r())
try: p.n
except ReferenceError as e: print(e)
def values(w): holder["k"] = w["k"] = Obj(2); print(len(w), w["k"])
def keys(w): k = holder["k"] = Obj(3); w[k] = "v"; print(w[k])
def members(w): k = holder["k"] = Obj(4); w.add(k); print(len(w), k in w)
for use, w in ((values, weakref.WeakValueDictionary()), (keys, weakref.WeakKeyDictionary()), (members, weakref.WeakSet())):
    use(w); holder.clear(); collect(); print(len(w), "k" in w)
def final(): o = holder["o"] = Obj(5); return weakref.finalize(o, print, "finalized", 5)
f = final(); print(f.alive); holder.clear(); collect(); print(f.alive)
class M:
    def go(self): return "gone"
def method(): x = holder["x"] = M(); wm = weakref.WeakMethod(x.go); print(wm()()); return wm
wm = method(); holder.clear(); collect(); print(wm())
for bad in (5, "s", [], None):
    try: weakref.ref(bad)
    except TypeError as e: print(e)
class Cyc:
    def __init__(self): self.me = self
    def __del__(self): print("del ran")
def cycles(): Cyc()
cycles(); collect(); print("collected", gc.isenabled(), gc.is_tracked([])); keep = []
class Res:
    def __del__(self): print("resurrect"); keep.append(self)
def resurrect(): Res()
resurrect(); collect(); print(len(keep)); keep.clear(); collect(); print("not twice", len(keep))
