class Data:
    def __init__(self, name): self.name = name
    def __get__(self, obj, cls): return f"get {self.name} {obj is not None} {cls.__name__}"
    def __set__(self, obj, v): print("set", self.name, v)
    def __delete__(self, obj): print("delete", self.name)
class NonData:
    def __get__(self, obj, cls): return "nondata"
class A:
    d = Data("d"); n = NonData()
    def m(self): return "method"
a = A(); print(a.d, A.d, a.n, A.n); a.d = 5; del a.d; a.n = "own"; print(a.n, a.__dict__); a.__dict__["d"] = "shadow"; print(a.d); del a.n; print(a.n); a.m = "own m"; print(a.m); del a.m; print(a.m())
class Typed:
    def __init__(self, kind): self.kind = kind
    def __set_name__(self, owner, name): self.slot = "_" + name
    def __get__(self, o, t=None): return self if o is None else getattr(o, self.slot, None)
    def __set__(self, o, v):
        if not isinstance(v, self.kind): raise TypeError(f"{self.slot[1:]} must be {self.kind.__name__}")
        setattr(o, self.slot, v)
class Person:
    name = Typed(str); age = Typed(int)
    def __init__(self, name, age): self.name, self.age = name, age
p = Person("x", 5); print(p.name, p.age, p.__dict__, Person.age.kind)
try: p.age = "old"
except TypeError as e: print(e)
class SetOnly:
    def __set__(self, o, v): o.__dict__["s"] = v * 2
class B: s = SetOnly()
b = B(); print(type(b.s).__name__); b.s = 4; print(b.s)
try: del b.s
except AttributeError as e: print(type(e).__name__, e)
class GA:
    x = 1
    def __getattr__(self, name):
        if name.startswith("dyn"): return name[3:]
        raise AttributeError(f"no {name}")
    def __setattr__(self, name, v): print("setattr", name, v); super().__setattr__(name, v)
    def __delattr__(self, name): print("delattr", name); super().__delattr__(name)
g = GA(); g.y = 3; print(g.x, g.y, g.dyn_1, hasattr(g, "zzz"), getattr(g, "zzz", 0)); del g.y
try: g.y
except AttributeError as e: print(e)
class GAb:
    def __init__(self): self.real = 1
    def __getattribute__(self, name):
        if name == "secret": raise AttributeError("hidden")
        return ("got", name) if not name.startswith("__") and name != "real" else super().__getattribute__(name)
    def __getattr__(self, name): return f"fallback {name}"
    def __len__(self): return 9
x = GAb(); print(x.foo, x.real, x.secret, len(x), object.__getattribute__(x, "real"), x.__class__.__name__)
class PropErr:
    @property
    def p(self): return self.missing_thing
    def __getattr__(self, n): return f"ga {n}"
print(PropErr().p)
class PropErr2:
    @property
    def p(self): return self.missing_thing
try: PropErr2().p
except AttributeError as e: print(e, e.name, type(e.obj).__name__)
class Lazy:
    def __init__(self, f): self.f = f
    def __get__(self, o, t): v = self.f(o); o.__dict__[self.f.__name__] = v; return v
class UseLazy:
    @Lazy
    def val(self): print("computed"); return 10
u = UseLazy(); print(u.val, u.val)
pr = property(lambda s: 1, None, None, "doc"); print(pr.__doc__, pr.fget(0), pr.fset, pr.getter(lambda s: 2).fget(0), pr.__get__(5))
for op in (lambda: pr.__set__(1, 2), lambda: pr.__delete__(1), lambda: property().__get__(1), lambda: setattr(A, "d", 1) or A.d, lambda: object.__setattr__(5, "x", 1), lambda: type.__setattr__(int, "x", 1), lambda: classmethod(5).__get__(1, int), lambda: staticmethod(5)(1), lambda: int.real.__get__(5), lambda: int.real.__set__(5, 1), lambda: int.real.__get__("a"), lambda: str.upper.__get__(5), lambda: str.__dict__["upper"].__get__("ab", str)(), lambda: property(5).__get__(1)):
    try: print(op())
    except Exception as e: print(type(e).__name__ + ":", e)
class Meta(type):
    d = Data("meta")
class WithMeta(metaclass=Meta):
    n = NonData()
print(WithMeta.d, WithMeta.n); WithMeta.d = 3
f = A.__dict__["m"]; print(f.__get__(a).__self__ is a, f.__get__(None, A) is f, type(A.__dict__["m"]).__name__)
