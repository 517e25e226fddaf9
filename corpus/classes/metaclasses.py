class Meta(type):
    def __prepare__(name, bases, **kw):
        print("prepare", name, bases, kw); return {"injected": 1}
    def __new__(mcls, name, bases, ns, **kw):
        print("new", name, sorted(k for k in ns if not k.startswith("__")), kw)
        cls = super().__new__(mcls, name, bases, ns); cls.tag = name.lower(); return cls
    def __init__(cls, name, bases, ns, **kw):
        print("init", name, kw); super().__init__(name, bases, ns)
    def __call__(cls, *a, **k):
        print("call", cls.__name__, a, k); return super().__call__(*a, **k)
    def __getattr__(cls, name): return f"meta attr {name}"
    def __len__(cls): return 42
    def __iter__(cls): return iter("abc")
    def __contains__(cls, x): return x == 1
    def __getitem__(cls, k): return ("item", k)
    def __repr__(cls): return f"<{cls.__name__}>"
    def __instancecheck__(cls, o): return o == "magic"
    def __subclasscheck__(cls, o): return o is int
    def __add__(cls, o): return "added"
    def __eq__(cls, o): return cls is o
    def __hash__(cls): return 7
    prop = property(lambda cls: f"prop of {cls.__name__}")
    def method(cls): return "metamethod"
Meta.__prepare__ = classmethod(Meta.__prepare__.__func__ if hasattr(Meta.__prepare__, "__func__") else lambda m, name, bases, **kw: {"injected": 2})
class A(metaclass=Meta, flag=True):
    x = injected
    def __init__(self, v=0): self.v = v
class B(A, opt=1): pass
print(A, B, A.x, B.tag, A(5).v, A.anything, len(A), list(B), 1 in A, A["k"], isinstance("magic", A), isinstance(5, A), issubclass(int, A), A + 1, A.prop, A.method(), type(B) is Meta, hash(A), A == B, A.injected)
try: A().method
except AttributeError as e: print(e)
class M1(type): pass
class M2(type): pass
class X(metaclass=M1): pass
class Y(metaclass=M2): pass
try:
    class Z(X, Y): pass
except TypeError as e: print(e)
class M3(M1, M2): pass
class Z(X, Y, metaclass=M3): pass
print(type(Z).__name__)
def func_meta(name, bases, ns, **kw): print("func", name, bases, kw); return dict(ns, made=True)
class F(metaclass=func_meta, z=1): y = 2
print(F["y"], F["made"])
class Ordered(type):
    @classmethod
    def __prepare__(mcls, name, bases):
        class NS(dict):
            def __setitem__(self, k, v): print("bind", k); super().__setitem__(k, v)
            def __missing__(self, k):
                if k.startswith("auto_"): return k.upper()
                raise KeyError(k)
        return NS()
class Auto(metaclass=Ordered):
    a = auto_one
    b: int = 3
    def m(self): pass
print(Auto.a)
class Singleton(type):
    _inst = {}
    def __call__(cls, *a):
        if cls not in cls._inst: cls._inst[cls] = super().__call__(*a)
        return cls._inst[cls]
class S(metaclass=Singleton):
    def __init__(self, n): self.n = n
print(S(1) is S(2), S(3).n)
class Plugin:
    registry = {}
    def __init_subclass__(cls, /, key=None, **kw): print("init_subclass", cls.__name__, key, kw); super().__init_subclass__(**kw); cls.registry[key or cls.__name__] = cls
class P1(Plugin): pass
class P2(Plugin, key="two"): pass
try:
    class P3(Plugin, bad=1): pass
except TypeError as e: print(e)
print(sorted(Plugin.registry), P2.registry["two"] is P2)
for f in (lambda: type("A", (), {}, x=1), lambda: type("A"), lambda: type("A", (5,), {}), lambda: type("A\0", (), {}), lambda: type("A", (object, object), {}), lambda: type.__call__(), lambda: type.__new__(int, "a", (), {}), lambda: type("A", (), {"__slots__": 5}), lambda: types.new_class("N", (), {"bad": 1}), lambda: type.__new__(type)):
    import types
    try: print(f())
    except Exception as e: print(type(e).__name__ + ":", e)
N = types.new_class("N", (A,), {"k": 5}, lambda ns: ns.update(z=9)); print(N.z, types.prepare_class("Q", (A,))[0])
class C2:
    def __class_getitem__(cls, item): return f"{cls.__name__}[{item!r}]"
print(C2[int], C2[1, "a"], C2["x":"y"])
class SetName:
    def __set_name__(self, owner, name): print("set_name", owner.__name__, name); self.name = name
    def __get__(self, o, t): return f"desc {self.name}"
class UsesSet: first = SetName(); second = SetName()
print(UsesSet.first, UsesSet().second); UsesSet.third = SetName()
class BadSet:
    def __set_name__(self, owner, name): raise ValueError("bad name")
try:
    class UB: attr = BadSet()
except ValueError as e: print(e, e.__notes__)
print(type(type) is type, type.__mro__, isinstance(type, object), isinstance(object, type), type.__base__, type(Meta).__name__)
