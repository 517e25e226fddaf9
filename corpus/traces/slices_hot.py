"""Slices read and assigned in hot loops: bounds of all kinds, steps, sources that are the list itself, errors, and slice objects that something keeps."""

BOUNDS = [None, 0, 1, 2, 5, -1, -2, -7, 9, 1 << 61, -(1 << 61), (1 << 70), -(1 << 70), True]


def read(n):
    l, t, s, b = list(range(7)), tuple(range(7)), "abcdefg", b"abcdefg"
    out = []
    k = len(BOUNDS)
    for i in range(n):
        x, y = BOUNDS[i % k], BOUNDS[i // k % k]
        out.append((sum(l[x:y]), len(t[x:y]), s[x:y], b[y:x]))
        for step in (1, 2, -1, -3, None):
            out.append(len(l[x:y:step]) + len(s[y:x:step]))
    return hash(repr(out)) is not None, len(out), [o for o in out[:60] if type(o) is tuple], sum(o for o in out if type(o) is int)


def flips(p):
    p, n = p[:], 0
    k = p[0]
    while k:
        p[: k + 1] = p[k::-1]
        n += 1
        k = p[0]
    return n


def shuffle(n):
    seed, total = 1, 0
    p = list(range(8))
    for i in range(n):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        a, b = seed % 8, seed // 64 % 8
        p[a], p[b] = p[b], p[a]
        total += flips(p)
    return total, p


def assign(n):
    l, out = [], []
    for i in range(n):
        l[i % 5 : i % 3] = [i, i + 1]
        l[:0] = (i,)
        l[len(l) :] = l
        if len(l) > 12:
            l[3:] = []
        l[1:1] = [0.5, None]
        l[::2] = l[::2][::-1]
        try:
            l[::2] = [i] * (i % 4)
        except ValueError as e:
            if i % 97 == 0:
                out.append(str(e))
        try:
            l[:: i % 3] = l
        except ValueError as e:
            if i % 101 == 0:
                out.append(str(e))
        l[:2] = i % 2 and "ab" or {1: 2}
        out.append(len(l))
    return out[-20:], sum(x for x in out if type(x) is int), l


def aliased(n):
    """The assigned list is the one that is read from, and is read again behind the store."""
    a = list(range(10))
    b, total = a, 0
    for i in range(n):
        x = a[3]
        b[2:5] = [i, a[9], x]
        total += a[3] + a[2] + len(a)
        b[0:1] = []
        b[9:] = [i & 3]
        total += len(a)
    return total, a


def kept(n):
    class Keeper:
        def __getitem__(self, k):
            return k

        def __setitem__(self, k, v):
            self.last = k, v

    o, out = Keeper(), None
    for i in range(n):
        out = o[i : i + 1 : 2]
        o[i:] = i
    return out, o.last, slice(1, 2) == out


def once(limit, values):
    """A loop that mostly ends in its first iteration."""
    seen = 0
    for i in range(limit):
        r = i % 4
        while r != 4:
            seen += values[r]
            if values[r] > r:
                break
            r += 1
        else:
            seen += 1000
        for x in values:
            if x >= r:
                seen += x
                break
        for x in {1: 2, 3: 4, 5: 6}:
            if x > r - 2:
                break
            seen += x
        else:
            seen += 7
        while r:
            r = 0
            if i % 50 == 49:
                continue
            seen += 1
    return seen


print(*read(15), sep="\n")
print(*read(900), sep="\n")
print(shuffle(5), shuffle(2000))
print(assign(20), assign(900), sep="\n")
print(aliased(1000))
print(kept(1000))
print(once(3, [1, 1, 1, 4]), once(1000, [1, 1, 1, 4]), once(1000, [1, 2, 3, 0]), once(500, [0, 0, 0, 0]))
