"""Tuples that are compared item by item: the place that decides, identity of NaN, lengths, nesting, classes."""
import math
from collections import namedtuple
from dataclasses import dataclass

NAN = float("nan")
P = namedtuple("P", "x y")


class Loud(tuple):
    def __eq__(self, other): return "loud"
    __hash__ = tuple.__hash__


class Text(str): pass


@dataclass(order=True)
class Job:
    cost: float
    name: str


ROWS = [(1, 2), (1, 3), (2, 0), (1, 2, 0), (), (1.0, 2), (True, 2), (1, "a"), ("a", 1), ("a", "b"), ("a", "c"), (None, 1), (None, None), (1, None), ((1, 2), 3), ((1, 2), 4),
        ((1, 2, 3), 3), (NAN, 1), (NAN, 2), (0.0, 1), (-0.0, 1), (2 ** 70, 1), (2 ** 70, 2), (float(2 ** 53), 1), (2 ** 53 + 1, 1), P(1, 2), P(1, 5), Loud((1, 2)), (Text("a"), "b"), (math.inf, -math.inf)]


def compared(x, y):
    out = []
    for op in ("==", "!=", "<", "<=", ">", ">="):
        f = FUNCTIONS[op]
        try: r = f(x, y)
        except TypeError as e: r = str(e)
        out.append(r)
    return out


def make(op):
    space = {}
    exec(f"def f(x, y):\n    r = None\n    for _ in range(3): r = x {op} y\n    return r", space)
    return space["f"]


FUNCTIONS = {op: make(op) for op in ("==", "!=", "<", "<=", ">", ">=")}


def table():
    for round in range(20):
        results = [[compared(x, y) for y in ROWS] for x in ROWS]
    errors = {r for row in results for c in row for r in c if isinstance(r, str)}
    print(*sorted(errors), sep="\n")
    for row in results: print(*("".join("E" if isinstance(r, str) else "FT"[r] for r in c) for c in row))


def nans(n):
    a, t = [], 0
    for k in range(n):
        x = float("nan") if k % 40 == 39 else k * 0.5
        y = float("nan") if k % 40 >= 38 else k * 0.25 + 1
        a.append(((x, 1) == (y, 1), (x, 1) < (y, 2), (x, 0) <= (y, 0)))
        if (x, k) > (y, k): t += 1
    return t, sum(p for p, q, r in a), sum(q for p, q, r in a), sum(r for p, q, r in a), a[39], a[3]


def jobs(n):
    js = [Job(k * 7 % 13, "n%d" % (k % 3)) for k in range(40)]
    t = 0
    for k in range(n):
        a, b = js[k % 40], js[(k * 3 + 1) % 40]
        if a < b: t += 1
        if a == b: t += 100
        if a >= b: t += 10000
    return t


def largest(n):
    best, least, word = (0, 0), (9 ** 9, 0), "m"
    for k in range(n):
        best = max(best, (k * 31 % 257, k))
        least = min(least, (k * 17 % 101, k), (50, "no") if k < 0 else (60, k))
        word = min(max(word, "abcdefgh"[k % 8]), "x")
    return best, least, word


def made_of_bytes(n):
    w, seen = b"", set()
    for k in range(n):
        w = w[-2:] + bytes([k & 255]) + bytes((k * 3 & 255, 7))
        seen.add(bytes(bytearray(w))[:2])
        if k % 50 == 49:
            for bad in ([256], (-1,), -1, ["a"]):
                try: seen.add(bytes(bad))
                except (ValueError, TypeError) as e: seen.add(str(e).encode())
    return w, len(seen), sorted(s for s in seen if len(s) > 5)


def characters(n):
    t, s = 0, "aß\u1234\U0001f600z"
    for k in range(n):
        for i, c in enumerate(s): t += ord(c) * i
        for c, d in zip(s, reversed([1, 2, 3])): t ^= ord(c) + d
        for c in "ß\u1234": t += c < "z"
    return t


table()
for f in (nans, jobs, largest, made_of_bytes, characters): print(f.__name__, f(800))
