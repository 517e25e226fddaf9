"""Attributes that instances get one after the other in a hot loop, in any number and order, with what else may happen to them."""
class O: pass
class Watched:
    def __setattr__(self, name, v): object.__setattr__(self, name + "_", v)
class Slotted(O): __slots__ = ("z",)

def grown(cls, n, count):
    out = []
    for k in range(n):
        o = cls()
        o.a = k; o.b = 1.5 * k; o.c = [k]; o.d = "d"; o.e = None; o.f = o
        if k % 7 == 0: o.g = k; o.h = -k
        if k % 11 == 0: del o.c
        if k % 13 == 0: o.c = 3
        if k % 500 == 0: vars(o)["i"] = 4
        o.j = k
        if k % (n // count) == 0: out.append(o)
    return out
for cls in O, Watched, Slotted:
    for o in grown(cls, 3000, 12) if cls is not Watched else []: print({k: v if v is not o else "self" for k, v in vars(o).items()})
def watched(n):
    for k in range(n):
        o = Watched()
        o.a = k; o.b = 2; o.c = 3; o.d = 4
    return vars(o)
print(watched(3000))
def many(n):
    names = [f"n{i}" for i in range(70)]
    t = 0
    for k in range(n):
        o = O()
        for name in names: setattr(o, name, k)
        t += o.n0 + o.n69 + len(vars(o))
    return t
print(many(300))
def replaced(n):
    t = 0
    for k in range(n):
        o = O()
        o.a = 1; o.b = 2; o.c = k; o.d = k
        o.c += 1; o.d = o.c + o.d
        if k == 2000: O.b = property(lambda self: 10)
        t += o.d
    return t
try: print(replaced(3000))
except AttributeError as e: print(e)

from dataclasses import dataclass, field, fields, asdict, replace
@dataclass(order=True)
class P:
    a: int
    b: int = field(default=2, compare=False)
    c: list = field(default_factory=list)
    d: str = "d"
    e: float = 0.5
    def __post_init__(self): self.late = self.a
@dataclass
class Q(P):
    f: int = 6
    a: int = 9
    g: "int" = 7
def made(n):
    out = []
    for k in range(n):
        p, q = P(k), Q(k, g=3)
        p.c.append(k); q.c.append(-k)
        if k % 1000 == 999: out.append((p, q, asdict(q), replace(p, a=0), p < P(5), p.late, vars(q)))
    return out
for r in made(3000): print(r)
