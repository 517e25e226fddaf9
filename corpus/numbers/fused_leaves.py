"""Operators and comparisons over leaves: every operand may be of any type, missing, or raise."""
from fractions import Fraction


class V:
    def __init__(self, v):
        self.v = v

    def __repr__(self):
        return f"V({self.v})"

    def __add__(self, o):
        return V(("add", self.v, o))

    def __radd__(self, o):
        return V(("radd", self.v, o))

    def __mul__(self, o):
        return V(("mul", self.v, o))

    def __rmul__(self, o):
        return V(("rmul", self.v, o))

    def __sub__(self, o):
        return V(("sub", self.v, o))

    def __mod__(self, o):
        return V(("mod", self.v, o))

    def __getitem__(self, k):
        return V(("item", self.v, k))

    def __lt__(self, o):
        return V(("lt", self.v, o))

    def __bool__(self):
        return False


def arithmetic(a, b, c, d):
    yield a * b + c
    yield a + b * c
    yield a * b + c * d
    yield a - b - c
    yield a - b * c
    yield (a + b) * (c - d)
    yield a % b + c
    yield (a & b) - c
    yield a * 2 + 1
    yield 1.5 * a - b


def comparisons(a, b, c, d):
    yield a + b < c
    yield a * a <= b
    yield a % b == 0
    yield a & 1 != b - c
    yield a - b > c - d
    yield a >= b * c
    if a % b == 0:
        yield "divides"
    if not a + b < c:
        yield "not less"
    yield a + b < c and a - b < c


def subscripts(a, i, m, s):
    yield a[i + 1]
    yield a[i - 1]
    yield m[i][i]
    yield m[i - 1][i]
    yield a[i] + a[i + 1]
    yield a[i] == a[i - 1]
    yield a[i] < a[i - 1]
    yield s[i] == "b"
    yield s[i + 1] + s[i]
    yield a[a[i] % 2]
    yield [a[j] * m[j][j] + j for j in range(2)]


def drain(g):
    out = []
    while True:
        try:
            out.append(next(g))
        except StopIteration:
            return out
        except Exception as e:
            out.append(f"{type(e).__name__}: {e}")
            return out


big = 2**62 - 1
values = [(3, 4, 5, 6), (big, big, big, big), (-big, big, 7, -3), (1.5, 2, 3.5, 4), (1.5, 0.5, 2.5, -0.0), (True, 2, False, 1), (Fraction(1, 3), 2, 3, 4),
          (V(1), 2, 3, 4), (2, V(1), 3, 4), (1, 0, 2, 3), ("ab", 2, "c", "d"), ([1], 2, [3], 4), (1, "x", 2, 3), (1j, 2, 3, 4), (float("nan"), 1.0, 1.0, 2.0),
          (10**30, 10**30, 5, 7), (None, 1, 2, 3)]
for v in values:
    print(v)
    print("  ", drain(arithmetic(*v)))
    print("  ", drain(comparisons(*v)))

grid = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
for args in [([1, 2, 3, 4], 1, grid, "abcd"), ([1.5, 2.5, 3.5], 0, grid, "abc"), (["a", "b", "c"], 1, grid, ["a", "b", "c"]), ((1, 2, 3), 1, tuple(map(tuple, grid)), "abc"),
             ([1, 2, 3], 2, grid, "abc"), ([1, 2, 3], 5, grid, "abc"), (V(1), 1, V(2), "ab"), ({0: 5, 1: 6, 2: 7}, 1, {0: {1: 3}, 1: {1: 4}}, "abc"), ([1, 2], "x", grid, "ab")]:
    print(args)
    print("  ", drain(subscripts(*args)))


def unbound(flag):
    if flag:
        x = 1
        l = [1]
    try:
        return x * 2 + 1
    except UnboundLocalError as e:
        print(e)
    try:
        return l[0] + l[x + 1]
    except UnboundLocalError as e:
        print(e)


print(unbound(True), unbound(False))


def where(a, b, c):
    return a * b + c[
        b - 1]


import traceback
for args in [(1, 2, []), (1, "x", [1]), ("a", 2, [0, 1])]:
    try:
        where(*args)
    except Exception:
        print(traceback.format_exc(limit=-1).replace(__file__, "FILE"))
