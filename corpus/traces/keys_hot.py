"""min, max and sorted with a key function in Python: the loop that asks for the keys is recorded with the function."""
import sys
import traceback


class P:
    def __init__(self, n):
        self.n = n

    def key(self):
        return -self.n

    def by(self, x):
        return x * self.n % 97


class K:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return self.n < other.n

    def __gt__(self, other):
        return self.n > other.n


def run(n):
    xs = [i * 7919 % n for i in range(n)]
    ps = [P(x) for x in xs]
    d = {x: x * x % 101 for x in xs}
    out = [min(xs, key=lambda x: -x), max(xs, key=lambda x: x % 100), sorted(xs, key=lambda x: x % 10)[:12], sorted(xs, key=lambda x: (x % 10, -x), reverse=True)[:5]]
    out += [min(ps, key=P.key).n, max(ps, key=lambda p: p.n * 0.5).n, max(d.items(), key=lambda kv: kv[1]), min(d, key=d.get), min(d, key=lambda k: d[k])]
    out += [max(range(n), key=lambda i: xs[i]), min((x for x in xs), key=lambda x: x + 1), sorted((x for x in xs), key=P(3).by)[:5]]
    out += [min("hello world" * n, key=lambda c: ord(c)), max(tuple(xs), key=lambda x: K(x)), min(xs, key=lambda x: K(x % 7)), sorted(xs, key=lambda x: K(-x))[:3]]
    out += [min([], key=lambda x: x, default=5), max((), default=None, key=lambda x: x), sorted([], key=lambda x: x), sorted([1], key=lambda x: x)]
    out += [sorted(xs, key=lambda x: str(x))[:4], sorted(xs, key=lambda x: x * .5, reverse=False)[:4], min(enumerate(xs), key=lambda p: p[1]), max(zip(xs, xs), key=lambda p: p[0])]
    return out + [min(map(lambda x: x + 1, xs), key=lambda x: -x), min(xs, key=lambda x: None if x < 0 else 1 << x % 80), min(filter(None, xs), key=lambda x: x), max(enumerate(x for x in xs), key=lambda p: -p[1])]


def short(n):
    t = 0
    centers = [(1, 2), (3, 4), (5, 0)]
    for i in range(n):
        t += min(range(3), key=lambda j: (i % 6 - centers[j][0]) ** 2 + (i % 4 - centers[j][1]) ** 2)
        t += sorted([3, i % 5, 1], key=lambda x: -x)[0]
        t += max((1, i % 3, 2), key=lambda x: x, default=9)
        t += max(() if i % 3 else (4,), key=lambda x: x, default=i % 2)
    return t


def fails(n):
    xs = list(range(n))

    def inside(x):
        return 1 // (n - 20 - x)

    def odd(x):
        return "x" if x == n - 10 else x

    def stop(x):
        if x == n - 15:
            raise StopIteration
        return x

    def grow(x):
        if len(xs) < n + 50:
            xs.append(x)
        return -x

    class Bad:
        def __lt__(self, other):
            raise KeyError("less")

    def run(w):
        try:
            w()
        except Exception as e:
            return [(s.name, s.line, s.colno) for s in traceback.extract_tb(e.__traceback__)], type(e).__name__, str(e)

    it = iter(xs)
    out = [run(lambda: min(it, key=inside)), next(it)]
    for w in (lambda: sorted(xs, key=inside), lambda: max(xs, key=odd), lambda: sorted(xs, key=odd), lambda: min(xs, key=stop), lambda: sorted(xs, key=stop), lambda: min(xs, key=lambda x: Bad()),
              lambda: sorted(xs, key=lambda x: Bad()), lambda: min([], key=odd), lambda: min(5, key=odd), lambda: sorted(5, key=odd), lambda: min(xs, key=lambda: 1), lambda: min(xs, key=3),
              lambda: min(xs, key=odd, foo=1), lambda: sorted(xs, key=odd, reverse="")):
        out.append(run(w))
    return out + [min(xs, key=grow), len(xs), sorted(xs, key=grow)[:3], len(xs)]


def kinds(n):
    fs = [lambda x: x, None, abs, lambda x: -x, P(5).by, str, lambda x: (x, x), lambda x, y=2: x * y]
    out = []
    for i in range(n):
        f = fs[i % len(fs)]
        out.append((min([3, -1, 2], key=f), max([3, -1, 2], key=f), tuple(sorted([3, -1, 2], key=f, reverse=i % 2 == 0))))
    return sorted(set(out))


def in_generator(n):
    xs = list(range(n))
    for i in range(n):
        if i % 50 == 0:
            yield max(xs, key=lambda x: x ^ i)


def other_names(n):
    min = lambda xs, key: "mine"
    sorted = lambda *a, **k: (a, len(k))
    return [min([1], key=len) for i in range(n)][-1], [sorted((1, 2), key=str) for i in range(n)][-1]


def frames(n):
    seen = set()

    def key(x):
        if x > n - 5:
            seen.add((sys._getframe(0).f_code.co_name, sys._getframe(1).f_code.co_name, sys._getframe(1).f_locals["k"]))
        return x
    k = 3
    min(range(n), key=key)
    sorted(range(n), key=key)
    return sorted(seen)


for n in 50, 300, 3000:
    print([getattr(x, "n", x) for x in run(n)])
    print(short(n), list(in_generator(n)), frames(n))
for line in fails(400):
    print(line)
print(kinds(500), other_names(500))
