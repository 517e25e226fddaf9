"""Ints, floats and strs of classes of the program are computed with in traces like those of builtin ones, without a call."""
from _counted import ANYTHING, CALLS, check

CLASSES = """
import enum
class Color(enum.IntEnum): RED = 0; GREEN = 1; BLUE = 2
class Way(enum.StrEnum): UP = "up"; DOWN = "down"
class Bits(enum.IntFlag): A = 1; B = 2; C = 4
class I(int): pass
class F(float): pass
class S(str): pass
class Pair(tuple):
    def first(self): return self[0]
"""
PROGRAMS = {
    "ints": (CALLS, """
def f(n):
    t, a, b, c = 0, I(3), I(-5), I(0)
    names = ["x", "y", "z"]
    l = [I(7), I(11), I(2)] * 10
    for k in range(n):
        x = l[k % 30]
        if x < b or x == 2 or a != 3: t += 1
        if c: t += 5
        t += x + a - b * 2 + (x & 3) + x // 2 + (-x) + abs(b) + int(x)
        t += len(names[a - 2]) + len(names[c])
    return t
"""),
    "floats": (CALLS, """
def f(n):
    t, a, b = 0.0, F(1.5), F(-2.0)
    for k in range(n):
        if a > b and a != k: t += a * 2 + b / a
        if a: t -= -b
        t += abs(b) + float(a) + int(b)
    return t
"""),
    "enums": (CALLS, """
def f(n):
    t, names, colors = 0, [10, 20, 30], list(Color) * 10
    for k in range(n):
        c = colors[k % 30]
        if c == Color.RED: t += 1
        elif c is Color.GREEN: t += 2
        elif c >= 2: t += 3
        t += names[c] + c * 2 + c.value + len(c.name)
        match c:
            case Color.RED: t += 7
            case Color.BLUE: t += 9
    return t
"""),
    "flags": (ANYTHING, """
def f(n):
    t, l = 0, [Bits.A, Bits.A | Bits.B, Bits.C | Bits.A]
    for k in range(n):
        x = l[k % 3]
        if x & Bits.B: t += 1
        if Bits.C in x: t += 2
        t += (x | Bits.B).value
    return t
"""),
    "texts": (ANYTHING, """
def f(n):
    t, l, s = 0, [Way.UP, Way.DOWN], S("abc")
    d = {"up": 1, "down": 2}
    for k in range(n):
        x = l[k & 1]
        if x == "up" or x == s: t += 1
        if s < x: t += 1
        if s: t += d[x]
    return t
"""),
    "attributes": (CALLS, """
def f(n):
    t, p, q = 0, Pair((1, 2)), Pair((3, 4, 5))
    p.extra = 3; q.extra = 4
    l = [p, q, p]
    for k in range(n):
        x = l[k % 3]
        t += x.extra + x.first() + x[-1]
    return t
"""),
}
for name, (unwanted, text) in PROGRAMS.items(): check(name, CLASSES + text + "print(f(20000))", unwanted)
