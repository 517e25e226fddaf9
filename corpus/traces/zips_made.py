"""`enumerate` and `zip` made in hot loops: over all kinds of iterables, over each other and over themselves, left in the middle, looked at, strict, ended by what changes."""


def rows(a, n):
    s = 0
    for k in range(n):
        for i, x in enumerate(a[k % len(a)]): s += i * x
        for i, x in enumerate(a[0], k): s -= i * x
        for x, y in zip(a[k % len(a)], a[0]): s += x * y
        for x, y, z in zip(a[0], range(k % 5), "abcdef"): s += x + y + ord(z)
    return s


print(rows([[1, 2, 3, 4], [5, 6], [], [7] * 9], 700), rows([(1, 2, 3, 4), [5, 6], (), [0.5] * 9], 700))


def product(a, b): return [[sum(x * y for x, y in zip(r, c)) for c in zip(*b)] for r in a]


m = [[i * j % 7 for j in range(8)] for i in range(8)]
for k in range(6): m = [[x % 11 for x in r] for r in product(m, m)]
print(m[3], m[7])


def views(d, n):
    c = 0
    for k in range(n):
        for i, (key, x) in enumerate(d.items()): c += i * x + len(key)
        for key, x in zip(d, d.values()): c += x * len(key)
        for key in d.keys(): c += len(key)
        for (p, q), r in zip(d.items(), {1, 2, 3}): c += q * r
        for i, x in enumerate(b"abc"): c += i * x
        for x, y in zip(bytearray(b"zz"), bytes(3)): c += x - y
    return c


print(views({"a": 1, "bb": 2, "ccc": 3}, 600), views({}, 300), views({str(i): i for i in range(40)}, 100))


def nested(l, n):
    out = 0
    for k in range(n):
        for i, (x, (j, y)) in enumerate(zip(l, enumerate(l, 5))): out += i * x + j * y
        it = iter(l)
        for x, y in zip(it, it): out += x * y
        e = enumerate(l)
        for (i, x), (j, y) in zip(e, e): out += i * y + j * x
        z = zip(l, l[1:])
        for x, y in z:
            if x > 3: break
        out += len(list(z))
        out += len(list(zip(l, l, "ab"))) + len(tuple(enumerate(l))) + sum(x * y for x, y in list(zip(l, l)))
    return out


print(nested([1, 2, 3, 4, 5, 6, 7], 500), nested([], 200), nested([1], 200))


def generated(n):
    def g(k):
        for i in range(k): yield i * k
    out = 0
    for k in range(n):
        for i, x in enumerate(g(k % 6)): out += i * x
        for x, y in zip(g(4), g(k % 7)): out += x - y
        for i, x in enumerate((v for v in range(k % 5)), start=k): out += i - x
        for x, y in zip(map(abs, [-1, -2]), filter(None, [0, 3, 4])): out += x * y
        for i, x in enumerate(map(lambda v: v + k, (1, 2))): out += i * x
    return out


print(generated(600))


def strict(l, n):
    out = 0
    for k in range(n):
        try:
            for x, y in zip(l, range(k % 5), strict=True): out += x * y
        except ValueError as e: out += len(str(e))
        try:
            for i, x in enumerate(l, start=1 << 62): out ^= i
        except OverflowError: out += 1
    return out


print(strict([1, 2, 3], 500))


def refused(n):
    out = 0
    for k in range(n):
        try: zip(5 if k > n - 4 else [1], [2])
        except TypeError as e: out += len(str(e))
        try: enumerate([1], "x" if k > n - 4 else 3)
        except TypeError as e: out += len(str(e))
        try: enumerate(None if k % 2 else ())
        except TypeError as e: out += len(str(e))
    return out


print(refused(400))


class I:
    def __init__(self, n): self.n, self.asked = n, 0
    def __iter__(self): self.asked += 1; return self
    def __next__(self):
        if self.n == 0: raise StopIteration
        self.n -= 1
        return self.n


class L(list):
    def __iter__(self): return iter([9, 9])


def own(n):
    out = 0
    for k in range(n):
        i = I(k % 4)
        for j, x in enumerate(i): out += j * x
        for x, y in zip(L([1]), I(3)): out += x * y
        out += i.asked
    return out


print(own(400))


def changed(n):
    out = 0
    for k in range(n):
        l, d = [1, 2, 3], {1: 2, 3: 4}
        for i, x in enumerate(l):
            if i < 5: l.append(x + i)
            out += x
        for x, y in zip(l, l):
            if len(l) > 4: l.pop()
            out += x
        try:
            for i, k2 in enumerate(d):
                if k > n - 5: d[k] = 1
        except RuntimeError as e: out += len(str(e))
    return out, l


print(changed(400))


def kept(n):
    all_ = []
    for k in range(n):
        z, e = zip((k, 2), [3, 4]), enumerate("xy", k)
        next(z); next(e)
        if k > n - 3: all_.append((z, e))
    return [(next(z), next(e), next(z, None), next(e, None), type(z).__name__, e.__reduce__()[0].__name__) for z, e in all_]


print(kept(500), list(zip()), list(zip([1])), list(enumerate([], 5)))
