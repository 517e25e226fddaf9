class A:
    def f(self): return ["A"]
class B(A):
    def f(self): return ["B"] + super().f()
class C(A):
    def f(self): return ["C"] + super().f()
class D(B, C):
    def f(self): return ["D"] + super().f()
class E(D): pass
print(E().f(), [k.__name__ for k in E.__mro__], E.mro() == list(E.__mro__), D.__subclasses__(), A.__subclasses__())
class X: pass
class Y: pass
class P(X, Y): pass
class Q(Y, X): pass
try:
    class Z(P, Q): pass
except TypeError as e: print(e)
try:
    class Z(A, B): pass
except TypeError as e: print(e)
class O: name = "O"
class F(O): name = "F"
class EE(O): name = "EE"
class DD(O): name = "DD"
class CC(DD, F): pass
class BB(DD, EE): pass
class AA(BB, CC): pass
print([k.__name__ for k in AA.__mro__], AA.name)
class S1:
    def __init__(self, **kw): print("S1", kw); super().__init__(**kw)
class S2:
    def __init__(self, b=0, **kw): print("S2", b, kw); super().__init__(**kw)
class S(S1, S2):
    def __init__(self, a, **kw): print("S", a, kw); super().__init__(**kw)
S(1, b=2)
try: S(1, c=3)
except TypeError as e: print(e)
class M:
    def go(self): return "M+" + super().go()
class N:
    def go(self): return "N"
class MN(M, N): pass
print(MN().go())
try: M().go()
except AttributeError as e: print(e)
print(super(B, D()).f(), super(D, E()).f(), super(C, D()).__thisclass__, super(C, D()).__self_class__, repr(super(B, D()))[:18])
class G:
    @classmethod
    def make(cls): return cls.__name__
    @staticmethod
    def st(): return "st"
    @property
    def prop(self): return "prop G"
    v = 1
class H(G):
    @classmethod
    def make(cls): return "H:" + super().make()
    @property
    def prop(self): return "H+" + super().prop
    def both(self): return super().st(), super().v, super(H, self).prop
    def inner(self):
        def nested(): return super(H, self).prop
        return nested(), [super(H, self).v for _ in range(2)], [super().v for _ in range(1)]
print(H.make(), H().prop, H().both(), H().inner())
B.__bases__ = (C,); print([k.__name__ for k in B.__mro__], B().f())
try: A.__bases__ = (B,)
except TypeError as e: print(e)
class Base0: pass
class K(Base0): pass
K.__bases__ = (A,); print(K().f(), K.__base__)
class Meta(type):
    def mro(cls): return [cls, A, object] if cls.__name__ == "Odd" else super().mro()
class Odd(X, metaclass=Meta): pass
print([k.__name__ for k in Odd.__mro__], Odd().f(), Odd.__bases__)
class Entry:
    def __mro_entries__(self, bases): print("entries", len(bases)); return (A, Y)
class FromEntry(Entry()): pass
print([k.__name__ for k in FromEntry.__mro__], len(FromEntry.__orig_bases__)); import types; print(types.resolve_bases((Entry(), X)))
for f in (lambda: super(int, "a"), lambda: super(5), lambda: super(B, 5).f, lambda: super().x):
    try: f()
    except (TypeError, RuntimeError) as e: print(type(e).__name__, e)
s = super(D); print(type(s).__name__, s.__get__(D()).f())
def outside(self): return super().f()
try: outside(1)
except RuntimeError as e: print(e)
def with_cell(self):
    return __class__
try: with_cell(1)
except NameError as e: print(e)
