"""`bytes`, `dict`, `frozenset` and displays of tuples over generators in hot loops; items that do not fit, in the middle of it."""


def xor(a, b): return bytes(x ^ y for x, y in zip(a, b))


key = bytes(range(100, 140))
s = key
for i in range(400): s = xor(s, key[i % 7:] + key[:i % 7])
print(s.hex(), xor(b"", b""))


def given(values):
    for v in values:
        seen.append(v)
        yield v


def attempted(kind, values):
    global seen
    seen = []
    try: r = kind(given(values))
    except Exception as e: r = type(e).__name__, str(e)
    return r, len(seen)


def as_bytes(g): return bytes(v for v in g)
def as_dict(g): return dict(v for v in g)
def as_frozen(g): return frozenset(v for v in g)
def as_set(g): return set(v for v in g)


class I:
    def __init__(self, x): self.x = x
    def __index__(self): return self.x


odd = [256, -1, "x", 1.5, None, 1 << 70, I(7), I(300), True]
def made():
    for o in odd: print(attempted(as_bytes, [1, 2, 255] * 200 + [o, 3]))
    print(attempted(as_bytes, []), attempted(as_bytes, [True, False] * 5))
for r in range(2): made()
print(bytes(map(lambda x: x * 3 % 256, range(1000)))[-4:], len(bytes(x & 255 for x in range(100000))))


def bytes_of(x): return bytes(x)


print(bytes_of(3), bytes_of([1, 2]), bytes_of(b"q"), bytes_of(c for c in b"abc"), bytes_of(bytearray(b"z")))
for bad in ("x", -1, None):
    try: print(bytes_of(bad))
    except Exception as e: print(type(e).__name__, e)

pairs = [(1,), (1, 2, 3), "ab", "abc", 5, [6, 7], ([], 1), (1, 2)]
def dicts():
    for p in pairs: print(attempted(as_dict, [(i % 9, i) for i in range(300)] + [p, (50, 51)]))
    print(attempted(as_dict, []), attempted(as_dict, [[i % 3, i] for i in range(200)]), len(dict((str(i), i) for i in range(2000))), len(dict(((i % 10, i % 7), i) for i in range(2000))))
for r in range(2): dicts()
print(dict(map(lambda i: (i % 4, i), range(500))), dict(a=1), dict({2: 3}), dict([(1, 2)]))


def frozen(n):
    c = 0
    for i in range(n):
        s = frozenset((x % 5, i % 3) for x in range(i % 12))
        c += len(s) + hash(s) % 7 + (s == {(x % 5, i % 3) for x in range(i % 12)}) + (type(s) is frozenset)
    return c


print(frozen(600) == frozen(600), frozenset(x for x in ()), type(frozenset(x for x in ())), attempted(as_frozen, [1, 2] * 100 + [[]]))
print(attempted(as_set, [(i % 3, "k") for i in range(500)] + [([],)]), len({(x, y): x for x in range(50) for y in range(20)}), len({(x % 7, y % 3, None) for x in range(100) for y in range(20)}))


class K:
    def __init__(self, x): self.x = x
    def __hash__(self): asked.append(1); return self.x % 3
    def __eq__(self, o): return isinstance(o, K) and self.x == o.x


asked = []
print(len(set((i % 4, K(i % 5)) if i > 300 else (i % 4, i % 5) for i in range(600))), len(asked))


def shadowed(n):
    dict = bytes = frozenset = lambda g: sum(g)
    return [dict(i for i in range(k)) + bytes(i for i in range(k)) + frozenset(i for i in range(k)) for k in range(n)][-2:]


print(shadowed(200))


def thrown(n):
    def g(k):
        for i in range(20):
            if i == k: raise KeyError(k)
            yield i
    c = 0
    for k in range(n):
        try: c += len(bytes(x for x in g(k % 30)))
        except KeyError: c += 1000
        try: c += len(dict((x, x) for x in g(k % 30))) + len(frozenset(x for x in g(k % 29)))
        except KeyError: c += 1000
    return c


print(thrown(300))
