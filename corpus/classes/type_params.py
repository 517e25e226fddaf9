# PEP 695/696 type parameters, type aliases, deferred annotations.
def first[T](xs: list[T]) -> T: return xs[0]
class Box[T, *Ts, **P]:
    item: T
    def get(self) -> T: return self.item
    def conv[U](self, u: U) -> tuple[T, U]: return (self.item, u)
type Alias = int | str
type Pair[A, B = int] = tuple[A, B]
type Rec = list[Rec] | None
print(first([5]), first.__type_params__, Box.__type_params__, Box[int, str, [int]], Box.__orig_bases__, Alias, Alias.__value__, Pair[int, str], Pair.__type_params__, Pair.__value__, Rec.__value__, type(Alias).__name__, Alias.__name__, Pair[int].__origin__ is Pair)
T = first.__type_params__[0]; print(T, T.__name__, T.__bound__, T.__constraints__, T.__default__, T.has_default(), type(T).__name__)
def bounded[S: str, N: (int, float), D = bool](s: S, n: N): return S, N, D
S, N, D = bounded.__type_params__; print(S.__bound__, N.__constraints__, D.__default__, bounded("", 1))
class Lazy[T: undefined_name]: pass
try: Lazy.__type_params__[0].__bound__
except NameError as e: print(e)
def outer[T]():
    def inner[U](): return T, U
    return inner
print(outer()(), outer().__type_params__)
class Gen[K]:
    X = K
    class Nested: Y = K
    def m(self): return K
print(Gen.X is Gen.__type_params__[0], Gen.Nested.Y, Gen().m())
class Sub[V](Gen[V], dict[str, V]): pass
print([c.__name__ for c in Sub.__mro__], Sub.__orig_bases__, Sub[int])
def later(a: NotYet, b: int = 1) -> Undefined: pass
try: later.__annotations__
except NameError as e: print(e)
class NotYet: pass
Undefined = 5
print(later.__annotations__)
import annotationlib
def fwd(a: missing.attr, b: list[absent], c: int): pass
print(annotationlib.get_annotations(fwd, format=annotationlib.Format.STRING))
fr = annotationlib.get_annotations(fwd, format=annotationlib.Format.FORWARDREF); print(sorted(fr), fr["c"], fr["a"].__class__.__name__)
v = {}
class Ann:
    x: int = 1
    y: "quoted"
    z: list[Ann]
    if False: w: int
    (p): str
    v["k"]: int
class Holder: pass
v = {}
print(Ann.__annotations__.keys() if False else annotationlib.get_annotations(Ann, format=annotationlib.Format.STRING))
h = Holder(); h.attr: int = 5; v["a"]: str = "x"; print(h.attr, v)
count: int
try: count
except NameError as e: print(e)
def local():
    n: undefined_type = 3
    m: int
    try: m
    except UnboundLocalError as e: print(e)
    return n
print(local(), __annotate__ is not None if "__annotate__" in globals() else None, annotationlib.get_annotations(local))
from typing import TypeAliasType, TypeVar, ParamSpec, TypeVarTuple
TA = TypeAliasType("TA", list[int]); print(TA, TA.__value__); print(repr(Box.__type_params__[1]), repr(Box.__type_params__[2]), Alias | None, list[Alias])
for bad in ("def f[T, T](): pass", "class A[T]: \n def m[T](self): yield T", "type X[T = int, U] = T", "def f[T: (yield)](): pass", "def f[](): pass", "type X = (y := 1)", "class A[T](metaclass=(yield)): pass"):
    try: exec(bad); print("ok", bad)
    except SyntaxError as e: print(e.msg)
