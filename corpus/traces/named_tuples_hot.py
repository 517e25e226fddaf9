"""Named tuples and other classes derived from tuple as keys of dicts, in sets and in comparisons, in traces; what such classes say in Python is asked."""
from collections import namedtuple
from fractions import Fraction

Point = namedtuple("Point", "x y")
State = namedtuple("State", "left right name")


class Loud(tuple):
    asked = 0
    def __hash__(self): Loud.asked += 1; return tuple.__hash__(self)
    def __eq__(self, other): Loud.asked += 1; return tuple.__eq__(self, other)
class Backwards(tuple):
    def __lt__(self, other): return tuple.__gt__(self, other)
class Plain(tuple): pass
class Ordered:
    count = 0
    def __init__(self, k): self.k = k
    def __lt__(self, other): Ordered.count += 1; return self.k < other.k
    def __gt__(self, other): Ordered.count += 1; return self.k > other.k


def keys(n, make):
    d, seen, out = {}, set(), 0
    for i in range(n):
        k = make(i % 17)
        d[k] = d.get(k, 0) + 1
        if k in seen: out += 1
        seen.add(k)
        out += d[make(i % 17)] + (k in d) + (k == make(i % 5)) + (k != make(3))
    return out, len(d), len(seen), sorted(d.values())[:3]


for make in (lambda i: Point(i, -i), lambda i: State(Point(i, "a"), Point(str(i), 2.5), (i, Point(1, None))), lambda i: (Point(i, i), "k"), lambda i: Plain((i, i + 1)),
             lambda i: Point(i, i) if i & 1 else (i, i), lambda i: Loud((i, 1)), lambda i: Point(Loud((i,)), 2), lambda i: Point(Fraction(i, 3), i), lambda i: State(1 << 70, i / 2, b"x")):
    print(keys(400, make), Loud.asked)
try: keys(400, lambda i: Point(i, [1]) if i == 16 else Point(i, 1))
except TypeError as e: print(e)


def order(n, a, b):
    t = 0
    for i in range(n):
        t += (a < b) + 2 * (a > b) + 4 * (a == b)
        t += 8 * ([a] < [b]) + 16 * ((a, 1) > (b, 0)) + 32 * ([1, a] == [1, b])
    return t


for a, b in ((Point(1, 2), Point(1, 3)), (Backwards((1, 2)), Backwards((1, 3))), (Ordered(1), Ordered(2)), (Point(Ordered(3), 1), Point(Ordered(1), 1)), (Plain((1,)), (1, 2)), (Backwards((1,)), (1, 2))):
    print(order(300, a, b), Ordered.count)
