"""Sets in traces: comparisons and iteration leave nothing to frames where the items are plain; operators and what asks Python code print what CPython prints."""
import os
import subprocess
import sys
import tempfile


class Key:
    """Equal hashes: comparisons go through `__eq__`."""
    asked = 0
    def __init__(self, n): self.n = n
    def __hash__(self): return self.n % 3
    def __eq__(self, other):
        Key.asked += 1
        return isinstance(other, Key) and self.n == other.n or other == self.n % 3


def compare(a, b, n):
    out = [0] * 6
    for i in range(n):
        if a < b: out[0] += 1
        if a <= b: out[1] += 1
        if a == b: out[2] += 1
        if a != b: out[3] += 1
        if a > b: out[4] += 1
        if a >= b: out[5] += 1
    return out


def operate(a, b, n):
    for i in range(n):
        out = a - b, a & b, a | b, a ^ b
    return [sorted(x, key=repr) for x in out], [type(x).__name__ for x in out]


def solve(pieces, free, n):
    total = 0
    for i in range(n):
        for p in pieces:
            if p <= free:
                rest = free - p
                total += min(rest) + len(rest & pieces[0]) + len(rest)
                for x in p:
                    total ^= x
    return total


def pairs(s, n):
    t = 0
    for i in range(n):
        for (k, x), y in zip(enumerate(s), s):
            t += k * x - y
    return t


def grows(n):
    """The set changes while it is iterated over."""
    s, seen = set(range(8)), 0
    try:
        for x in s:
            seen += x
            if x == n: s.add("new")
    except RuntimeError as e:
        return seen, str(e)
    return seen, len(s)


def shrinks(n):
    s, seen = set(range(300)), 0
    try:
        for x in s:
            seen += 1
            if seen == n: s.discard(299)
    except RuntimeError as e:
        return seen, str(e)
    return seen, len(s)


def left(n):
    s = set(range(n + 200))
    it = iter(s)
    for x in it:
        if x == n: break
    return it.__length_hint__(), next(it), len(list(it))


SMALL, LARGE = frozenset({1, 5, 9}), frozenset(range(0, 100)) | {"a", (1, 2), None, 2.5}
print(compare(SMALL, LARGE, 300), compare(LARGE, SMALL, 300), compare({1, 2}, {1.0, 2.0}, 300), compare(set(), SMALL, 300))
print(compare({"a", "b" * 2}, {"bb", "a", b"c"}, 300), compare({(1, "x"), 10 ** 30}, {10 ** 30, (1.0, "x")}, 300), compare({1, 2}, {1, 3}, 300))
print(compare({Key(i) for i in range(4)}, {Key(i) for i in range(6)}, 40), Key.asked)
print(compare({1, 2}, {Key(1), Key(2)}, 40), Key.asked)
print(operate({1, 2, 3, "x"}, frozenset({2, "x", 9}), 300), operate(SMALL, {5, 7}, 300))
Key.asked = 0
print([len(x) for x in operate({Key(1), Key(2), 1}, {Key(4), 2, Key(2)}, 40)[0]], Key.asked > 0)
BOARD = frozenset(range(50))
print(solve([frozenset(range(i, i + 5)) for i in range(0, 60, 3)], BOARD, 60))
print(pairs({3, 1, 40, 2}, 300), pairs({3, 1, 40, 2, 77, 15, 9}, 300))
print([grows(k % 9) for k in range(300)][-12:], shrinks(250), shrinks(900), left(250))
holes = set(range(400))
for x in range(0, 400, 7): holes.remove(x)
print(sum(x * x for x in holes), compare(holes, set(range(400)), 200))
for a, b in (({1}, [1]), (SMALL, 3), ({1: 2}.keys(), {1})):
    for f in (lambda: a <= b, lambda: a - b, lambda: a | b):
        try:
            for i in range(100): r = f()
            print(r)
        except TypeError as e:
            print(e)


class Own(frozenset):
    def __le__(self, other): return "own"
    def __rsub__(self, other): return "own difference"


for i in range(200): r = SMALL >= Own({1}), Own({1}) <= SMALL, SMALL - Own({1}), Own({1, 7}) - SMALL
print(r)

PROGRAM = """
def f(n):
    s, o, t = frozenset((1, 5, 9, 30, 77)), frozenset(range(100)), 0
    for i in range(n):
        if s <= o: t += 1
        if s == o: t += 5
    for x in frozenset(range(5000)): t += x
    return t
print(f(2000))
"""


def frames():
    """The calls in loops that complete frames, in an implementation that can tell."""
    if sys.implementation.name != "dxpy":
        return 2000 + 12497500, 0
    with tempfile.TemporaryDirectory() as folder:
        p = subprocess.run([sys.executable, "-X", "jit=on", "-X", "jit-threshold=20", "-X", "trace-dump=" + folder, "-c", PROGRAM], capture_output=True, text=True)
        texts = [open(os.path.join(folder, name)).read() for name in os.listdir(folder) if name.endswith(".txt")]
    loops = [t.partition("== machine code")[2].partition("\n    loop ")[2].partition("== snapshots")[0] for t in texts if "loop in f" in t.partition("\n")[0]]
    return int(p.stdout), sum("writes=0xffffffff" in line for t in loops for line in t.splitlines()) if len(loops) > 1 else "too few loops"


print(frames())
