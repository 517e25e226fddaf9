"""Iterators that a trace makes and takes apart: each kind, its end, what stays behind in those below, and what a change of the container does."""


def pairs(n):
    out = []
    xs, ys, s = [1, 2, 3], (4, 5, 6, 7), "abcd"
    for k in range(n):
        t = 0
        for i, x in enumerate(xs): t += i * x
        for i, x in enumerate(xs, start=k): t += i - x
        for i, (x, y) in enumerate(zip(xs, ys), 5): t += i * x - y
        for x, y, c in zip(xs, ys, s): t += x * y + ord(c)
        for x, r in zip(reversed(xs), range(10, 0, -3)): t -= x * r
        for r in reversed(range(k % 4)): t += r
        for c, b in zip("xy", b"pqr"): t += ord(c) ^ b
        for x in map(lambda a, b, c: a + b * c, xs, ys, range(9)): t += x
        out.append(t)
    return sum(out), out[:3], out[-2:]


def left_behind(n):
    """What was taken from the others when one ended."""
    out = set()
    for k in range(n):
        a, b, c = iter([1, 2, 3, 4]), iter((5, 6)), iter(range(7, 10))
        t = 0
        for x, y, z in zip(a, b, c): t += x * y * z
        rest = (next(a, None), next(b, None), next(c, None))
        it = iter([1, 2, 3, 4, 5, 6, 7])
        same = [p for p in zip(it, it)]
        over = enumerate(it)
        out.add((t, rest, tuple(same), next(it, "end"), next(over, "none")))
        d = iter([1, 2, 3, 4, 5])
        twice = tuple(x + y for x, y in map(lambda p, q: (p, q), d, d))
        out.add((twice, next(d, None)))
    return sorted(out, key=repr)


def nested(n):
    out = set()
    for k in range(n):
        it = iter([1, 2, 3, 4, 5])
        out.add(tuple((a, b, c) for a, (b, c) in zip(it, zip(it, [8, 9]))) + (next(it, None),))
    return sorted(out)


def strict(n):
    found = []
    for k in range(n):
        try:
            for x, y in zip([1, 2, 3], [4, 5, 6, 7][:3 + (k % 100 == 99)], strict=True): pass
        except ValueError as e: found.append((k, str(e)))
    return found[:2], len(found)


def grown(n):
    """Containers that change while they are gone over."""
    out = []
    for k in range(n):
        xs = [1, 2]
        t = 0
        for i, x in enumerate(xs):
            t += x * i
            if i < 3: xs.append(i)
        for x in reversed(xs):
            if len(xs) > 3: xs.pop()
            t += x
        b = bytearray(b"ab")
        for x in b:
            if len(b) < 5: b.append(x + 1)
            t += x
        out.append(t)
    return out[0], out[-1]


def dicts(n):
    d = {"a": 1, "b": 2, "c": 3}
    out, errors = [], []
    for k in range(n):
        t = 0
        for key in d: t += len(key)
        for v in d.values(): t += v
        for key, v in d.items(): t += v * ord(key)
        for i, (key, v) in enumerate(d.items()): t += i * v
        for key, v in zip(d.keys(), d.values()): t += v
        if k == n // 2: del d["b"]
        if k == n // 2 + 50: d["e"] = 7
        try:
            for key in d:
                t += 1
                if k % 60 == 59: d[k] = k
        except RuntimeError as e:
            errors.append(str(e))
            del d[k]
        try:
            for key, v in d.items():
                if k % 70 == 69 and key == "c": d.pop("c"); d["c"] = 3
        except RuntimeError as e: errors.append(str(e))
        out.append(t)
    return sum(out), out[0], out[-1], list(d), errors[:3], len(errors)


class Table(dict): pass
class Loud(dict):
    def __iter__(self): return iter(["loud"])
class Row(list): pass


def classes(n):
    t, out = Table(p=1, q=2), []
    loud, row = Loud(a=1), Row([3, 4])
    for k in range(n):
        s = 0
        for key in t: s += t[key]
        for key in loud: s += len(key)
        for i, x in enumerate(row): s += i * x
        for key, x in zip(loud, row): s += x + len(key)
        if k == n - 3: Row.__iter__ = lambda self: iter((100,))
        if k == n - 2: Table.__iter__ = lambda self: iter(("q", "q"))
        out.append(s)
    del Row.__iter__, Table.__iter__
    return out[0], out[-4:]


def kept(n):
    """Iterators and functions that are needed after all."""
    out, views = [], []
    d = {1: 2}
    for k in range(n):
        e = enumerate("ab")
        for i, c in e:
            if k % 50 == 49: break
        if k % 50 == 49: out.append(next(e))
        f = lambda x: x + k
        if k % 90 == 89: out.append((f(1), f.__name__, f.__qualname__, f.__module__, f.__doc__, f.__defaults__, f.__dict__))
        v = d.values()
        if k % 100 == 99: views.append(v)
        z = zip([1, 2], (3, 4))
        if k % 70 == 69: out.append((type(z).__name__, list(z), list(z)))
        m = map(lambda a: a * 2, [k])
        if k % 80 == 79: out.append(list(m))
    d[3] = 4
    return out[:8], [list(v) for v in views], len(out)


def ended(n):
    """An iterator that has ended stays so."""
    out = set()
    for k in range(n):
        xs = [1]
        e, r, z = iter(xs), reversed(xs), zip(xs, xs)
        for x in e: pass
        for x in r: pass
        for x in z: pass
        xs.append(2)
        out.add((next(e, 0), next(r, 0), next(z, 0), e.__length_hint__(), r.__length_hint__()))
    return out


for f in (pairs, left_behind, nested, strict, grown, dicts, classes, kept, ended): print(f.__name__, f(700))
