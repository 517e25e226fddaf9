"""`*` and `**` in calls and parameters, hot."""
import functools
import sys
import traceback


def plain(a, b, c=3, *, d=4):
    return a + 2 * b + 3 * c + 5 * d


def decorate(f):
    def wrapper(*args, **kwargs):
        return f(*args, **kwargs)
    return wrapper


def wraps(f):
    count = 0

    @functools.wraps(f)
    def wrapper(*a, **k):
        nonlocal count
        count += 1
        if count % 300 == 0:
            return -1
        return f(*a, **k)
    return wrapper


@decorate
def add(a, b):
    return a + b


@wraps
def scaled(a, b=2, *, c=1):
    return a * b + c


def rest(*a):
    return len(a), a[-1] if a else None


def both(x, *a, y=1, **k):
    return x + len(a) + y + len(k) + k.get("z", 0)


def names(**k):
    return tuple(k.items())


class Point:
    def __init__(self, *xs, name="p"):
        self.xs = xs
        self.name = name

    def total(self, *more):
        return sum(self.xs) + sum(more)

    def __call__(self, *a, **k):
        return self.total(*a) + len(k)


class Derived(Point):
    def __init__(self, *a, **k):
        super().__init__(*a, **k)

    @decorate
    def twice(self, n=1):
        return 2 * self.total() + n


def calls(n):
    t = 0
    p = (1, 2)
    l = [3, 4, 5]
    d = {"c": 7}
    e = {"d": 1, "c": 2}
    for i in range(n):
        t += plain(*p) + plain(*l) + plain(i, *p) + plain(*p, **d) + plain(*p, **e) + plain(i, b=2, **e)
        t += add(i, 1) + add(i, b=2) + add(a=i, b=i) + scaled(i) + scaled(i, 3) + scaled(i, c=i) + scaled(b=1, a=i)
        t += rest()[0] + rest(i)[1] + rest(1, 2, i)[1] + both(i) + both(i, 1, 2) + both(i, y=3) + both(i, 1, y=2, z=5) + both(i, w=1, z=2)
    return t


def objects(n):
    t = 0
    for i in range(n):
        p = Point(i, 1, 2)
        q = Derived(i, name="q")
        t += p.total() + p.total(i, i) + p(1, x=2) + q.twice() + q.twice(n=i) + q.twice(5) + len(q.name)
    return t


def types(n):
    out = []
    for i in range(n):
        a = (i,) if i < n - 30 else (i, "x") if i < n - 20 else [i, 1, 2, 3] if i < n - 10 else iter((i, 2))
        out.append(rest(*a))
    return out[0], out[-25], out[-15], out[-1], len(out)


def dicts(n):
    out = []
    for i in range(n):
        k = {"a": i} if i < n - 30 else {"a": i, "b": 1} if i < n - 15 else {"b": 2, "a": i}
        out.append(names(**k))
        out.append(both(1, **k))
    return out[0], out[-40], out[-1], out[-2]


def order(n):
    log = []

    def note(x):
        log.append(x)
        return x
    for i in range(n):
        rest(note(1), *[note(2), note(3)], note(4), *(note(5),))
        l = [1]
        log.append(rest(*l, l.append(2)))
        log.append(len(names(a=note(6), **{"b": note(7)}, c=note(8))))
    return len(log), log[-10:]


def errors(n):
    out = []
    for i in range(n):
        try:
            if i == n - 1:
                plain(*(1,))
            elif i == n - 2:
                plain(1, 2, **{"a": 1})
            elif i == n - 3:
                add(1, 2, 3)
            elif i == n - 4:
                add(*5)
            elif i == n - 5:
                plain(1, 2, 3, 4)
            elif i == n - 6:
                add(1, 2, **{1: 2})
            elif i == n - 7:
                plain(*(1, 2), **{"nope": 1})
            elif i == n - 8:
                add(1, "x")
            else:
                add(i, 1)
        except TypeError as e:
            out.append((str(e), [s.name for s in traceback.extract_tb(e.__traceback__)]))
    return out


def frames(n):
    def looks(*a, **k):
        return sys._getframe().f_locals["a"], sys._getframe(1).f_locals["args"], sys._getframe(1).f_locals["kwargs"]
    f = decorate(looks)
    out = []
    for i in range(n):
        x = f(i, 1) if i % 2 else f(i, k=i)
        if i > n - 3:
            out.append(x)
    return out


def cells(n):
    def keeps(*a, **k):
        return lambda: (a, k)
    fs = []
    for i in range(n):
        fs.append(keeps(i, i + 1))
        fs.append(keeps(x=i))
    return fs[-1](), fs[-2](), fs[0]()


def keeps_dicts(n):
    def give(**k):
        return k

    def change(**k):
        k["new"] = 1
        return len(k)
    out = []
    t = 0
    for i in range(n):
        out.append(give())
        out.append(give(a=i))
        t += change() + change(b=1)
    out[0]["z"] = 1
    return out[:3], out[-1], t, len({id(d) for d in out}) == len(out)


def recursive(n):
    @decorate
    def fib(k):
        return k if k < 2 else fib(k - 1) + fib(k - 2)
    return fib(n)


def generators(n):
    def gen(*a, **k):
        for x in a:
            yield x + len(k)
    t = 0
    for i in range(n):
        for x in gen(i, 1, k=2):
            t += x
    return t


def shrinks(n):
    t = 0
    a = tuple(range(12))
    for i in range(n):
        t += rest(*a[i % 12:])[0]
    return t


print(calls(700))
print(objects(500))
print(types(400), dicts(500))
print(order(300))
for e in errors(400):
    print(e)
print(frames(400))
print(cells(400), keeps_dicts(300))
print(recursive(16), generators(400), shrinks(600))
