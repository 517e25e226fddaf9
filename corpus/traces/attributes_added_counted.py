"""Instances whose attributes nobody could foresee, and those of dataclasses, are made in traces without a call that may run anything; those that do not leave the loop are not made."""
from _counted import ANYTHING, CALLS, check

PROGRAMS = {
    "dataclass": (CALLS, """
from dataclasses import dataclass, field
from typing import ClassVar
@dataclass
class P:
    total: ClassVar[int] = 0
    a: int
    b: int
    c: float = 1.5
    d: str = "d"
    e: int = 7
@dataclass
class Q(P):
    f: int = 1
    g: int = 2
def f(n):
    t = 0
    for k in range(n):
        p = P(k, 2)
        q = Q(1, k, g=5)
        t += p.a + p.b + p.e + len(p.d) + q.b + q.g + q.f
    return t
"""),
    "later": (ANYTHING, """
class O: pass
def f(n):
    t, l = 0, []
    for k in range(n):
        o = O()
        o.a = k; o.b = 1; o.c = 2; o.d = 3; o.e = k & 3
        t += o.a + o.e
        l.append(o)
        if k % 1000 == 0: l.clear()
    return t
"""),
}
for name, (unwanted, text) in PROGRAMS.items(): check(name, text + "print(f(20000))", unwanted)
