"""Keys of classes with hashes and equality in Python in hot loops: equal but other objects, the same hash for all, answers that are no bools, errors, changes while the loop runs."""
import enum
class Same:
    """All have one hash."""
    def __init__(self, v): self.v = v
    def __hash__(self): return 7
    def __eq__(self, o): return isinstance(o, Same) and self.v == o.v
    def __repr__(self): return f"S{self.v}"
class Odd(Same):
    def __eq__(self, o): return [self.v] if self.v == o.v else ""
    __hash__ = Same.__hash__
class Negative:
    def __init__(self, v): self.v = v
    def __hash__(self): return -self.v
    def __eq__(self, o): return self.v == o.v
class Large(Negative):
    def __hash__(self): return self.v * 2 ** 62 + 5
class Counted(Negative):
    asked = 0
    def __hash__(self): Counted.asked += 1; return self.v
class Plain:
    """Equal to itself only, with a hash of its own."""
    def __init__(self, v): self.v = v
    def __hash__(self): return self.v & 1
    def __repr__(self): return f"P{self.v}"
class Bad:
    def __init__(self, v): self.v = v
    def __hash__(self):
        if self.v > 1500: raise ValueError("no hash")
        return self.v
    def __eq__(self, o): return self.v == o.v
class Text:
    def __hash__(self): return "x"
class Boundary(Negative):
    def __hash__(self): return [-1, 2 ** 61 - 1, -2 ** 61, 2 ** 62, -2 ** 62 - 1, 2 ** 63 - 1, -2 ** 63, 2 ** 64 - 1, True, 2 ** 100][self.v]

def used(make, n, m):
    d, s, log = {}, set(), []
    for k in range(n):
        x = make(k % m)
        if x in d: d[x] += 1
        else: d[x] = 1
        s.add(make(k % m))
        t = d.get(make(k % m)), d.get(make(m + 1)), make(k % m) in s, make(m + 2) in s, d.setdefault(make(k % m), 9), len(d), len(s)
        if k % 500 == 499: log.append(t)
        if k == 1200: d.pop(make(0), None); s.discard(make(0)); d["x"] = 1
    return log, sorted(d.values()), len(s)
for make in Same, Odd, Negative, Large, Counted, Plain:
    print(make.__name__, used(make, 2000, 5))
print(Counted.asked)
def failing(n):
    d = {Bad(k): k for k in range(10)}
    t = 0
    for k in range(n):
        try: t += d.get(Bad(k if k > 1000 else k % 10), 1)
        except ValueError as e: return k, t, str(e)
print(failing(2000))
def unhashable(n):
    for k in range(n):
        try: {}[Text()]
        except TypeError as e: last = str(e)
        try: {1: 2}[[]]
        except TypeError as e: other = str(e)
    return last, other
print(unhashable(1000))
def hashes(n):
    out = set()
    l = [Boundary(k) for k in range(10)]
    for k in range(n):
        out.add(tuple(map(hash, l)))
        x = l[k % 10]
        out.add((k % 10, hash(x), hash((x,)), hash((x, k % 10, -1)), {x: 1}[x], hash((True, 2 ** 61 - 1, 2 ** 61 - 2, -2 ** 61 + 1, -2)), hash(((), (1.5, None), x)), hash((k % 3,) * 6), hash((k % 3,) * 7)) if True else 0)
    return sorted(out, key=repr)
r = hashes(1000)
print(len(r), [t[:2] for t in r if len(t) == 9])
print(hash((1, 2, 3)), hash((-1,)), hash(()), hash((True, 0)))

class Color(enum.Enum):
    RED = 1; GREEN = 2; BLUE = 3
def enums(n):
    d, out = {Color.RED: "r", Color.GREEN: "g"}, {}
    pairs = {(a, b): a.name + b.name for a in Color for b in Color if a is not b}
    colors = list(Color)
    for k in range(n):
        a, b = colors[k % 3], colors[k // 3 % 3]
        key = d.get(a), a in d, pairs.get((a, b), "none"), (a, b) in pairs
        out[key] = out.get(key, 0) + 1
        try: out[d[b]] = out.get(d[b], 0) + 1
        except KeyError as e: out[repr(e)] = out.get(repr(e), 0) + 1
        if k == 1500: d[Color.BLUE] = "b"
        if k == 1800: del d[Color.RED]
    return out
for k, v in enums(2000).items(): print(k, v)
def changed(n):
    class K:
        def __init__(self, v): self.v = v
        def __hash__(self): return self.v
        def __eq__(self, o): return self.v == o.v
    d, t, out = {K(k): k for k in range(5)}, 0, []
    for k in range(n):
        if k == 1000: K.__eq__ = lambda self, o: False
        if k == 1300: K.__hash__ = lambda self: 3
        if k == 1600: K.__eq__ = lambda self, o: True
        r = d.get(K(k % 5), "none"), K(k % 5) in d
        if k % 5 == 3 and (not out or out[-1] != r): out.append(r)
    return out
print(changed(2000))
def mutating(n):
    """An `__eq__` that changes the dict it is asked by."""
    class K:
        def __init__(self, v): self.v = v
        def __hash__(self): return 1
        def __eq__(self, o):
            if len(d) < 20: d[f"k{len(d)}"] = 0
            return self.v == o.v
    d = {}
    d[K(1)] = "one"; d[K(2)] = "two"
    t = []
    for k in range(n): t.append(d.get(K(1 + k % 3)))
    return len(d), t[:4], t[-4:]
print(mutating(600))

asked = []
class Noting:
    """Says what it was asked, each time."""
    def __init__(self, v): self.v = v
    def __hash__(self): asked.append(("hash", self.v)); return self.v % 2
    def __eq__(self, o): asked.append((self.v, o.v)); return self.v == o.v
def noted(n):
    d, s, out = {Noting(k): k for k in range(4)}, {Noting(k) for k in range(4)}, set()
    for k in range(n):
        asked.clear()
        x = d.get(Noting(k % 6)), Noting(k % 5) in s, (Noting(1), 2) in {(Noting(3), 2): 5}, d.setdefault(Noting(2)), hash((Noting(5), 1)) == hash((Noting(7), 1))
        out.add((k % 30, x, tuple(asked)))
    return sorted(out, key=repr)
r = noted(700)
print(len(r), r[:3], sum(len(t[2]) for t in r))
class Unequal(Noting):
    def __hash__(self): return 1
    def __eq__(self, o): asked.append(self.v); return self.v + o.v == 9
def late(n):
    """The second of two keys with one hash is the one."""
    d = {Unequal(3): "three", Unequal(4): "four"}
    out = set()
    for k in range(n):
        asked.clear()
        out.add((k % 4, d.get(Unequal(4 + k % 4)), tuple(asked)))
    return sorted(out)
print(late(900))
