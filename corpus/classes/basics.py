class A:
    """Doc of A."""
    shared = []
    count = 0
    def __init__(self, x=1):
        self.x = x
        A.count += 1
    def show(self): return f"{type(self).__name__}({self.x})"
    def __repr__(self): return f"<A {self.x}>"
class B(A):
    def __init__(self, x, y):
        super().__init__(x)
        self.y = y
    def show(self): return "B:" + super().show() + f"/{self.y}"
a, b = A(), B(2, 3)
print(a, b, a.show(), b.show(), A.show(b), A.count, B.count, a.shared is B.shared, isinstance(b, A), issubclass(B, A), type(b) is B, b.__class__, B.__base__, B.__bases__, B.__mro__)
a.count = 50; print(a.count, A.count); del a.count; print(a.count); a.shared.append(1); print(B.shared); b.new = "attr"; print(b.__dict__, vars(a), A.__doc__, B.__doc__, A.__name__, A.__module__, A.__qualname__)
A.late = lambda self: ("late", self.x); print(b.late()); b.late = lambda: "instance"; print(b.late()); del b.late; print(b.late())
for code in ("a.nope", "A.nope", "del a.nope", "A().show(1)", "A(1, 2)", "B(1)", "a.show = 5; a.show()", "a()", "A.show()", "a.x.y", "a.x.y = 1", "None.x", "None.x = 1", "(5).x = 1", "object().x = 1", "A.__name__ = 5", "class C(5): pass", "class C(A, A): pass", "class C(A, B): pass", "class C(int, str): pass", "class C(bool): pass", "class C(type(None)): pass", "A.__bases__ = ()", "A.__mro__ = ()", "a.__class__ = 5", "a.__class__ = int", "a.__dict__ = 5", "del A.nope", "isinstance(a, a)", "super().x", "super(B, a).x", "object.__init__(a, 1)", "object(1)", "[].__class__ = tuple", "int.x = 1", "del int.real", "a[0]", "a[0] = 1", "a + 1", "len(a)", "iter(a)", "a < a", "with a: pass", "hash(a) and a in a", "raise a", "raise A", "a @ 1", "-a", "A[int]", "a.__wrong", "abs(a)", "int(a)", "f'{a:x}'", "for _ in a: pass", "await_ = a.send(1)", "a.x()", "del a[0]", "print(*a)", "{**a}", "a, = a"):
    try: exec(code); print("ok:", code)
    except Exception as e: print(code, "->", type(e).__name__ + ":", e)
a.__class__ = B; print(type(a).__name__, isinstance(a, B)); a.__dict__ = {"x": 9, "y": 8}; print(a.show(), a.__dict__)
class P:
    __private = 1
    def __init__(self): self.__x = 2; self._y = 3; self.__z__ = 4
    def get(self): return self.__x + self.__private
    def __hidden(self): return "hidden"
    def call(self): return self.__hidden()
p = P(); print(sorted(p.__dict__), p.get(), p.call(), p._P__x, [n for n in P.__dict__ if "private" in n or "hidden" in n])
class Outer:
    class Inner:
        def where(self): return __class__.__qualname__
    def make(self): return self.Inner()
print(Outer().make().where(), Outer.Inner.__qualname__, Outer.Inner.__name__)
class Empty: pass
e = Empty(); e.self = e; print(e.self.self is e, Empty.__dict__.keys() >= {"__module__", "__dict__", "__weakref__", "__doc__"}, bool(e), e == e, e != Empty(), hash(e) == hash(e))
x = 5
class Scope:
    x = x + 1
    y = x * 2
    def f(self, z=y): return z, x
    if x > 3: cond = "defined"
    for i in range(2): pass
    lst = [n for n in range(x)]
    del i
print(Scope.x, Scope.y, Scope().f(), Scope.cond, Scope.lst, hasattr(Scope, "i"))
T = type("T", (A,), {"v": 7, "m": lambda self: self.v}); t = T(3); print(t, t.m(), T.__name__, T.__mro__, T.__module__, type(T))
