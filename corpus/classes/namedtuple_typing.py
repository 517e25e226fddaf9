from collections import namedtuple
from typing import NamedTuple, TypedDict, Generic, TypeVar, Protocol, runtime_checkable, Optional, Union, Any, Callable, Literal, get_type_hints, get_origin, get_args, cast, overload, Annotated, final, Final, Self, NewType, TYPE_CHECKING, List, Dict
P = namedtuple("P", "x y z", defaults=[0]); p = P(1, 2)
print(p, p.x, p[1], p._asdict(), p._replace(x=9), P._fields, P._field_defaults, P._make([7, 8, 9]), p == (1, 2, 0), p + (5,), [*p], len(p), hash(p) == hash((1, 2, 0)), P.__doc__, P.x.__doc__, isinstance(p, tuple))
a, b, c = p; print(a, b, c)
for op in (lambda: P(1), lambda: P(1, 2, 3, 4), lambda: setattr(p, "x", 1), lambda: p.w, lambda: namedtuple("Q", "a a"), lambda: namedtuple("Q", "1a"), lambda: namedtuple("Q", "_a"), lambda: namedtuple("Q", "class"), lambda: p._replace(q=1), lambda: P._make([1])):
    try: print(op())
    except Exception as e: print(type(e).__name__ + ":", e)
print(namedtuple("R", "a class 1b a", rename=True)._fields, namedtuple("S", "a,b")(1, 2))
class Emp(NamedTuple):
    "An employee."
    name: str
    id: int = 3
    def hello(self): return f"hi {self.name}"
e = Emp("bob"); print(e, e.hello(), Emp._fields, Emp.__annotations__, e._asdict(), Emp.__doc__, Emp._field_defaults)
class Movie(TypedDict, total=False):
    title: str
    year: int
m: Movie = {"title": "x"}; print(m, Movie(title="y"), Movie.__annotations__, Movie.__total__, sorted(Movie.__optional_keys__))
T = TypeVar("T"); K = TypeVar("K", int, str); B = TypeVar("B", bound=int)
class Stack(Generic[T]):
    def __init__(self): self.items: list[T] = []
    def push(self, x: T) -> None: self.items.append(x)
s = Stack[int](); s.push(1); print(s.items, Stack[int], Stack[int].__origin__, Stack[int].__args__, Stack.__parameters__, type(s).__name__, s.__orig_class__, T, K.__constraints__, B.__bound__)
@runtime_checkable
class Quacks(Protocol):
    def quack(self) -> str: ...
class Duck:
    def quack(self): return "q"
print(isinstance(Duck(), Quacks), isinstance(5, Quacks), issubclass(Duck, Quacks))
print(Optional[int], Union[int, str], int | None, List[int], Dict[str, int], Callable[[int, str], bool], Literal["a", 1], Any, Annotated[int, "meta"], list[int], dict[str, list[int]], tuple[int, ...], type[int], Union[int, int], Union[int, None], Final[int])
print(get_origin(list[int]), get_args(dict[str, int]), get_origin(Optional[int]), get_args(Callable[[int], str]), get_args(Literal[1, 2]), get_origin(int), cast(int, "x"), (int | str) == (str | int), int | str | None, isinstance(1, int | str), (int | str).__args__)
def f(a: int, b: "list[str]" = None, *c: "P") -> Optional[T]: ...
print(get_type_hints(f), f.__annotations__)
class Hints:
    x: int
    y: "str" = "d"
    z: Annotated[int, 5]
print(get_type_hints(Hints), get_type_hints(Hints, include_extras=True), Hints.__annotations__)
UserId = NewType("UserId", int); print(UserId(5), UserId.__name__, UserId)
@overload
def g(a: int) -> int: ...
@overload
def g(a: str) -> str: ...
def g(a): return a
print(g(1), TYPE_CHECKING)
for op in (lambda: List[int](), lambda: Optional[1, 2], lambda: Union[()], lambda: Literal[[]] == 1, lambda: isinstance([], list[int]), lambda: Generic[int], lambda: Stack[int, str], lambda: int[str], lambda: T(), lambda: Quacks(), lambda: Callable[int], lambda: Any(), lambda: list[int][str], lambda: issubclass(int, list[int]), lambda: Union[1, 2], lambda: ClassVar[5]):
    try: print(op())
    except Exception as ex: print(type(ex).__name__ + ":", ex)
print(list[T][int], dict[T, K][int, str], list[int] == list[int], hash(list[int]) == hash(list[int]), list[int]([1]), list[int].append, repr(list["fwd"]), tuple[()])
