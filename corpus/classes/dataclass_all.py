from dataclasses import dataclass, field, asdict, astuple, replace, fields, is_dataclass, FrozenInstanceError, InitVar, KW_ONLY, make_dataclass
from typing import ClassVar
@dataclass
class P:
    x: int
    y: int = 0
    tags: list = field(default_factory=list)
    hidden: str = field(default="h", repr=False, compare=False)
    kind: ClassVar[str] = "point"
p, q = P(1), P(1, 0, [], "different"); print(p, p == q, p != P(2), asdict(p), astuple(p), replace(p, x=5), [f.name for f in fields(p)], P.kind, is_dataclass(P), P.__match_args__); p.tags.append(1); print(q.tags, p)
@dataclass(order=True, frozen=True)
class V:
    major: int
    minor: int = 0
print(sorted([V(2), V(1, 5), V(1)]), V(1) < V(2), V(1) >= V(1), hash(V(1)) == hash(V(1)), {V(1): "a"}[V(1)])
try: V(1).major = 5
except FrozenInstanceError as e: print(type(e).__name__, e)
try: del V(1).major
except FrozenInstanceError as e: print(e)
@dataclass
class Base:
    a: int
    scale: InitVar[int] = 2
    total: int = field(init=False)
    def __post_init__(self, scale): self.total = self.a * scale
@dataclass
class Child(Base):
    b: str = "b"
    _: KW_ONLY
    c: float = 1.5
print(Base(3), Base(3, 10), Child(1, 2, "z", c=2.5), Child.__mro__[1].__name__)
for op in (lambda: P(), lambda: P(1, 2, 3, 4, 5), lambda: P(z=1), lambda: Child(1, 2, "b", 3), lambda: V(1) < 5, lambda: hash(P(1)), lambda: replace(Base(1), total=5), lambda: asdict(5), lambda: fields(5), lambda: make_dataclass("M", ["1x"])):
    try: print(op())
    except Exception as e: print(type(e).__name__ + ":", e)
for text in ("@dataclass\nclass A:\n x: int = 1\n y: int", "@dataclass\nclass A:\n x: list = []", "@dataclass(order=True, eq=False)\nclass A:\n x: int", "@dataclass(frozen=True)\nclass A(P):\n z: int = 1", "@dataclass\nclass A:\n x = field()"):
    try: exec(text); print("ok")
    except Exception as e: print(type(e).__name__ + ":", e)
@dataclass(slots=True)
class S: a: int = 1
s = S(); print(s, S.__slots__)
try: s.b = 1
except AttributeError as e: print(e)
@dataclass(kw_only=True)
class K: a: int; b: int = 2
print(K(a=1))
@dataclass(unsafe_hash=True, repr=False)
class U: a: int
print(hash(U(1)) == hash(U(1)))
M = make_dataclass("M", [("x", int), ("y", int, 5), "z"] if False else [("x", int), ("y", int, 5)], namespace={"sum": lambda self: self.x + self.y}); print(M(1), M(1).sum())
@dataclass
class Node:
    v: int
    next: "Node | None" = None
n = Node(1, Node(2)); print(n, asdict(n)); n.next.next = n; print(n)
match P(3, 4):
    case P(x, y=4): print("matched", x)
@dataclass
class Inner: v: dict
print(asdict(Inner({"k": [P(1), (P(2),)]})))
