import functools
def trace(f):
    @functools.wraps(f)
    def w(*a, **k):
        print(f"-> {f.__name__}{a}{k}"); r = f(*a, **k); print(f"<- {r!r}"); return r
    return w
@trace
def add(a, b=1):
    "Adds."
    return a + b
add(1); add(2, b=3); print(add.__name__, add.__doc__, add.__wrapped__(1, 1), add.__qualname__)
def repeat(n, *, sep=" "):
    def deco(f):
        def w(*a): return sep.join(f(*a) for _ in range(n))
        return w
    return deco
@repeat(3, sep="-")
@repeat(2)
def hi(x): return f"hi {x}"
print(hi("a"))
def order(name):
    print("evaluate", name)
    def deco(f): print("apply", name); return f
    return deco
@order("first")
@order("second")
def ordered(default=print("default evaluated")): pass
@order("class")
class K:
    @order("method")
    def m(self): pass
class CallCount:
    def __init__(self, f): functools.update_wrapper(self, f); self.f, self.n = f, 0
    def __call__(self, *a): self.n += 1; return self.f(*a)
    def __get__(self, obj, cls=None): return self if obj is None else functools.partial(self, obj)
@CallCount
def sq(x): return x * x
print(sq(3), sq(4), sq.n, sq.__name__)
class M:
    @CallCount
    def go(self, v): return type(self).__name__, v
print(M().go(1), M().go(2), M.go.n)
registry = {}
register = lambda key: lambda f: registry.setdefault(key, f)
@register("a")
def ra(): return "ra"
@(lambda f: [f])
def listed(): return "in list"
@registry.get("nothing", lambda f: f.__name__)
def named(): pass
print(registry["a"](), listed[0](), named)
def add_method(cls):
    cls.extra = lambda self: f"extra {self.v}"
    return cls
@add_method
class Deco:
    def __init__(self): self.v = 5
print(Deco().extra())
class Props:
    def __init__(self): self._t = 20
    @property
    def t(self): "Temp."; return self._t
    @t.setter
    def t(self, v):
        if v < 0: raise ValueError("negative")
        self._t = v
    @t.deleter
    def t(self): print("deleted"); self._t = None
    @staticmethod
    def st(a): return a * 2
    @classmethod
    def cl(cls, a): return cls.__name__, a
    @functools.cached_property
    def heavy(self): print("computing"); return 42
    ro = property(lambda self: "ro", doc="read only")
p = Props(); p.t = 30; print(p.t, Props.t.__doc__, Props.st(2), p.st(3), Props.cl(1), p.cl(2), p.heavy, p.heavy, p.ro)
del p.t; print(p.t)
for code in ("p.t = -1", "p.ro = 1", "del p.ro", "p.missing", "Props.t.fget(5)", "Props.missing"):
    try: exec(code); print("no error")
    except Exception as e: print(type(e).__name__ + ":", e)
@functools.lru_cache(maxsize=2)
def cached(n): print("miss", n); return n
cached(1), cached(1), cached(2), cached(3), cached(1); print(cached.cache_info()); cached.cache_clear(); print(cached.cache_info())
@functools.singledispatch
def kind(x): return "object"
@kind.register
def _(x: int): return "int"
@kind.register(list)
def _(x): return "list"
print(kind(1), kind([]), kind("a"), kind(True))
@functools.total_ordering
class V:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n
    def __lt__(self, o): return self.n < o.n
print(V(1) <= V(2), V(1) > V(2), V(2) >= V(2))
