"""Tuples that are made to be compared in hot loops: numbers, strs, nan, items that differ at other places, lengths that differ, objects behind."""


class E:
    def __init__(self, t, n): self.t, self.n = t, n
    def __lt__(self, o): return (self.t, self.n) < (o.t, o.n)
    def __le__(self, o): return (self.t, self.n) <= (o.t, o.n)
    def __gt__(self, o): return (self.t, self.n) > (o.t, o.n)
    def __ge__(self, o): return (self.t, self.n) >= (o.t, o.n)
    def __eq__(self, o): return (self.t, self.n) == (o.t, o.n)
    def __ne__(self, o): return (self.t, self.n) != (o.t, o.n)


def all_pairs(values):
    c = [0] * 6
    es = [E(*v) for v in values]
    for r in range(8):
        for a in es:
            for b in es:
                if a < b: c[0] += 1
                if a <= b: c[1] += 1
                if a > b: c[2] += 1
                if a >= b: c[3] += 1
                if a == b: c[4] += 1
                if a != b: c[5] += 1
    return c


nan = float("nan")
print(all_pairs([(i % 4, i % 3) for i in range(18)]))
print(all_pairs([(i % 4 * 0.5, i % 3) for i in range(18)]))
print(all_pairs([("abc"[i % 3], i % 4) for i in range(18)]))
print(all_pairs([(i % 3, "xyz"[i % 2:]) for i in range(18)]))
print(all_pairs([(i % 3, i % 2 == 0) for i in range(18)]))
print(all_pairs([(i % 3, i % 2 * 0.5 if i % 5 else i % 2) for i in range(18)]))
print(all_pairs([(1 << 62 if i % 3 else -(1 << 61), i % 4) for i in range(18)]))
print(all_pairs([(1 << 64 if i % 3 else 5, i % 4) for i in range(18)]))
print(all_pairs([((i % 3, 1), i % 4) for i in range(18)]))


def sorted_three(n):
    c = 0
    for i in range(n):
        x, y, z = i % 3, i % 5, i % 7
        if (x, y, z) < (y, z, x): c += 1
        if (x, y, z) >= (z, x, y): c += 10
        if (x, y) == (z, x): c += 100
        if (x, "k", z) != (z, "k", x): c += 1000
    return c


print(sorted_three(3000))


class Opaque:
    pass


def with_objects(n):
    c, o, p = 0, Opaque(), Opaque()
    last = (0, -1, p)
    for i in range(n):
        t = (i % 5, i, o)
        if last < t: c += 1
        if (i % 2, o) == (i % 2, p): c += 10
        if (i % 3, None) == (i % 2, None): c += 100
        last = (i % 7, i - 1, p)
    try:
        (1, o) < (1, p)
    except TypeError as e: print(e)
    return c


print(with_objects(3000))


def raising(n):
    c = 0
    for i in range(n):
        try:
            if (1, i if i < n - 5 else "s") < (1, 50): c += 1
        except TypeError as e: c += len(str(e))
    return c


print(raising(2000))


def lengths(n):
    c = 0
    for i in range(n):
        t = (i,) * (i % 3 + (i > n - 9))
        if t == (i, i): c += 1
        if t < (i, i): c += 10
        if () < t: c += 100
    return c


print(lengths(2000))


def nans(n):
    c, x, y = 0, 0.5, 0.5
    for i in range(n):
        # (Two of them: which of two equal bits a trace holds it does not tell.)
        if i == n - 20: x, y = nan, float("nan") * 1
        if (x, 1) == (y, 1): c += 1
        if (x, i) < (y, n): c += 10
        if (x, 1) >= (y + 0, 1): c += 100
    return c


print(nans(2000))
