"""map and filter with functions in Python: these are inlined into the loops that take the items."""
import itertools
import sys
import traceback


class Scale:
    def __init__(self, k):
        self.k = k

    def by(self, x):
        return x * self.k

    def __call__(self, x):
        return x + self.k


class Truth:
    asked = 0

    def __init__(self, n):
        self.n = n

    def __bool__(self):
        Truth.asked += 1
        return self.n % 3 == 0


def add(a, b=7):
    return a + b


def loops(n):
    xs = list(range(n))
    t = 0
    for x in map(lambda x: x * 2 + 1, xs):
        t += x
    for x in map(add, xs):
        t += x
    for x in map(add, xs, range(5, 10 * n)):
        t += x
    for a, b in map(lambda x: (x, x + 1), range(n)):
        t += a * b
    for x in map(Scale(3).by, xs):
        t += x
    for x in map(Scale(4), tuple(xs)):
        t ^= x
    for x in filter(lambda x: x % 3, xs):
        t += x
    for x in filter(None, [i % 4 for i in xs]):
        t += x
    for a, b in filter(lambda p: p[0] % 2, zip(xs, xs)):
        t += a - b + 1
    for x in filter(lambda i: Truth(i), xs):
        t += x
    for x in filter(lambda i: [] if i % 5 else "x", xs):
        t += x
    for i, x in enumerate(map(add, xs)):
        t += i * x
    for x in map(add, filter(lambda i: i & 1, map(lambda i: i + 1, xs))):
        t -= x
    return t, [x for x in map(lambda c: c + "!", "abc" * n)][-4:], {x: y for x, y in filter(lambda p: p[1] % 50 == 1, {i: i * i for i in xs}.items())}


def consumers(n):
    xs = list(range(1, n))
    k = n // 2
    return (sum(map(lambda x: x * x, xs)), sum(map(lambda x: x * 0.1, xs)), sum(map(lambda x: 1 << x % 70, xs)), max(map(lambda x: -x if x % 2 else x, xs)), min(map(lambda x: (x % 7, x), xs)),
            any(map(lambda x: x == n + 1, xs)), any(map(lambda x: x > n // 2, xs)), all(map(lambda x: x < n, xs)), len(list(map(add, xs, xs))), list(map(lambda x: x + k, xs))[-3:],
            tuple(filter(lambda x: x % 40 == 3, xs)), set(map(lambda x: x % 6, xs)), sorted(filter(lambda x: x % 50 == 7, xs)), sorted(map(lambda x: x * 7919 % 104729, xs))[:4],
            sum(filter(lambda x: x & 8, xs)), list(map(Scale(2).by, xs))[-2:], list(map(Scale(2), xs))[-2:], list(filter(Scale(-9), xs))[7:10], sum(filter(None, [x % 3 for x in xs])))


def nested(rows):
    return [sum(map(lambda x: x + r[0], r)) for r in rows], [list(map(lambda x: x * 2, r)) for r in rows][-1]


def stops(n):
    def f(x):
        if x == n - 20:
            raise StopIteration(x)
        return x

    def g(x):
        return next(it)

    xs = list(range(n))
    out = [sum(map(f, xs)), len(list(map(f, xs))), len(list(filter(f, xs)))]
    t = 0
    for x in map(f, xs):
        t += x
    else:
        t += 1
    out.append(t)
    t = 0
    for x in filter(f, xs):
        t += x
    out.append(t)
    it = iter(range(n - 7))
    t = 0
    for x in map(g, xs):
        t += x
    it = iter(range(n - 7))
    out.append((t, len(list(map(g, xs)))))
    it = iter(xs)
    m = map(f, it)
    out += [sum(m), next(it), sum(m), list(m)]
    for last in lambda: next(map(f, [n - 20])), lambda: next(map(f, [n - 20]), "none"), lambda: [*delegates(f, n - 20)]:
        try:
            out.append(last())
        except StopIteration as e:
            out.append(e.value)
    return out


def delegates(f, x):
    yield (yield from map(f, [x, x]))


def fails(n):
    def f(x):
        return 10 // (n - 30 - x)

    def inside(x):
        return f(x)

    class Bad:
        def __bool__(self):
            raise ValueError("no truth")

    def bad(x):
        return Bad() if x == n - 10 else x % 2

    def run(w):
        try:
            w()
        except Exception as e:
            return [(s.name, s.lineno - base, s.colno, s.line) for s in traceback.extract_tb(e.__traceback__)], type(e).__name__, str(e)

    def loop():
        it = iter(xs)
        try:
            for x in map(inside, it):
                pass
        finally:
            left.append(next(it))

    def dropping():
        for x in filter(bad, xs):
            pass

    base = sys._getframe().f_lineno
    xs, left = list(range(n)), []
    return (run(loop), left, run(dropping), run(lambda: sum(map(inside, xs))), run(lambda: list(filter(inside, xs))), run(lambda: max(map(inside, xs))),
            run(lambda: list(filter(bad, xs))), run(lambda: sum(map(lambda x: x if x < n - 3 else "x", xs))), run(lambda: list(map(lambda x, y: x, xs))))


def changes(n):
    xs = list(range(n))

    def grow(x):
        if len(xs) < 2 * n:
            xs.append(x)
        return x

    def shrink(x):
        if len(xs) > n // 2:
            xs.pop()
        return x

    out = [sum(map(grow, xs)), sum(filter(shrink, xs)), len(xs)]
    d = {i: i for i in range(n)}
    try:
        for x in map(lambda k: d.pop(k) if k == n - 20 else k, d):
            out[-1] += x
    except RuntimeError as e:
        out.append(str(e))
    global add
    old = add

    def swap(x):
        if x == n - 40:
            old.__defaults__ = (1000,)
        if x == n - 20:
            old.__code__ = (lambda a, b: a - b).__code__
        return add(x)

    out.append(sum(map(swap, range(n))))
    out.append(list(map(add, range(n)))[-3:])
    old.__defaults__ = (7,)
    old.__code__ = (lambda a, b: a + b).__code__
    return out


def kinds(n):
    fs = [lambda x: x + 1, lambda x: x * 0.5, str, lambda x: (x,), abs, Scale(2), Scale(5).by, [10, 20, 30, 40].__getitem__, int, lambda x, y=3: x - y]
    out = []
    for k in range(n):
        f = fs[k % len(fs)]
        out.append(str(list(map(f, [1, 2, 3]))))
        t = ""
        for x in map(f, (k % 3, 1)):
            t += str(x)
        out.append(t)
    return len("".join(out)), out[-8:]


def made(n):
    t = 0
    for k in range(n):
        def f(x, k=k):
            return x + k
        t += sum(map(f, (1, 2, 3))) + len(list(filter(lambda x: x != k, (1, 2, k))))
        a, b = map(lambda x: x - k, (k, 4))
        t += a + b
    return t


def steps(n):
    def g():
        for x in map(lambda x: x + 1, range(n)):
            yield x
        yield sum(map(lambda x: x * 3, range(n)))

    m = map(lambda x: x * 2, itertools.count())
    out = 0
    for x in m:
        if x > n:
            break
        out += x
    for x in m:
        if x > 2 * n:
            break
        out += x
    return sum(g()), out, next(m)


def frames(n):
    seen = set()

    def f(x):
        if x > n - 5:
            seen.add((sys._getframe(0).f_code.co_name, sys._getframe(1).f_code.co_name, sys._getframe(1).f_locals["k"]))
        return x
    k = 3
    for k in map(f, range(n)):
        pass
    list(map(f, range(n)))
    return sorted(seen)


for n in 50, 400, 2000:
    print(loops(n))
    print(consumers(n))
    print(stops(n))
    print(changes(n))
    print(made(n), steps(n), frames(n))
for r in fails(500):
    print(r)
print(nested([list(range(k % 9 + 1)) for k in range(600)]))
print(kinds(700))
print(Truth.asked)
