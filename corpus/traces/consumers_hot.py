"""sum, any, all, list, tuple and set over generators: their loops are recorded with the generators' bodies."""
import fractions
import traceback


def numbers(n):
    i = 0
    while i < n:
        yield i
        i += 1


def sums(n):
    return (sum(i * i for i in range(n)), sum(i for i in numbers(n) if i % 3), sum(i % 2 == 0 for i in range(n)), sum(True for i in numbers(n) if i % 7),
            sum(i * 0.1 for i in range(n)), sum(0.1 for i in range(n)), sum((i if i % 2 else i * 0.5) for i in range(n)),
            sum(1e100 if i == 5 else -1e100 if i == n - 5 else 1.0 for i in range(n)))


def odd_sums(n):
    big = 1 << 60
    out = [sum(big for i in range(n)), sum(fractions.Fraction(1, 2) for i in range(n)), sum(i if i < n - 9 else fractions.Fraction(i, 3) for i in range(n)),
           sum(i if i < n - 9 else 1j * i for i in range(n)), sum(0.5 if i < n - 9 else 1j for i in range(n)), sum(float("inf") if i == 9 else 1.0 for i in range(n)),
           repr(sum(-0.0 for i in range(n))), sum(2 ** 62 - 1 if i == n - 3 else i for i in range(n)), sum(-big for i in range(9)), sum(i for i in ()), sum(1 << 70 for i in range(n))]
    try:
        sum(i if i < n - 3 else "x" for i in range(n))
    except TypeError as e:
        out.append(str(e))
    try:
        sum(str(i) for i in range(n))
    except TypeError as e:
        out.append(str(e))
    return out


def truth(n):
    t = 0
    for k in range(n):
        if any(i == 15 for i in range(20)):
            t += 1
        if all(i < 20 for i in numbers(20)):
            t += 2
        if any(i > 25 for i in range(20)):
            t += 4
        if all(i != k for i in range(20)):
            t += 8
        if any([] if i < 12 else [k] for i in numbers(k % 20)):
            t += 16
    return t


class Odd:
    calls = 0

    def __init__(self, n):
        self.n = n

    def __bool__(self):
        Odd.calls += 1
        return self.n % 200 == 199

    def __hash__(self):
        Odd.calls += 1
        return self.n % 10

    def __eq__(self, other):
        return self.n % 20 == other.n % 20

    def __radd__(self, other):
        return other + self.n


def objects(n):
    g = (Odd(i) for i in range(n))
    return any(g), next(g).n, any(Odd(i) for i in range(150)), all(Odd(i * 200 + 199) for i in range(n)), len(set(Odd(i) for i in range(n))), sum(Odd(i) for i in range(n)), Odd.calls


def collects(n):
    l = list(i * 2 for i in range(n))
    t = tuple(i for i in numbers(n) if i & 4)
    s = set(i % 50 for i in range(n))
    u = set(str(i % 40) for i in numbers(n))
    return len(l), l[-1], len(t), t[-1], sum(s), len(u), list(x for x in ()), tuple(x for x in ()), set(x for x in ())


def failing(n):
    try:
        return sum(100 // (n - 5 - i) for i in range(n))
    except ZeroDivisionError as e:
        return [(s.name, s.lineno) for s in traceback.extract_tb(e.__traceback__)]


def unhashable(n):
    try:
        set(i if i < n - 4 else [] for i in range(n))
    except TypeError as e:
        return str(e)


def shadowed(n):
    def sum(g):
        return "mine", len(list(g))
    any = max
    return sum(i for i in range(n)), any(i for i in range(n))


def grows(n):
    out = []
    g = (len(out) for i in range(n))
    out.extend(list(g))
    l = []
    h = (l.append(i) or len(l) for i in range(n))
    return out[-1], sum(h), len(l)


def nested(n):
    return sum(sum(j for j in range(i % 7)) for i in range(n)), any(all(j < i for j in range(5)) for i in numbers(n)), sum(sum([i, 1]) for i in range(n))


def called(n):
    t = 0
    for i in range(n):
        t += inner(i)
    return t


def inner(k):
    return sum(x for x in range(k % 30)) + any(x > 5 for x in numbers(k % 9))


def inside(n):
    for i in range(n):
        yield sum(x * i for x in range(12)), list(x for x in numbers(i % 4)), any(x == i for x in range(n))


def deep(n):
    return sum(deep(n - 1) for i in range(2)) + 1 if n else 1


print(sums(2000))
print(odd_sums(600))
print(truth(400))
print(objects(800))
print(collects(900))
print(failing(700), unhashable(600), shadowed(400))
print(grows(500), nested(500))
print(called(900), [x for x in inside(300)][-1], sum(a + len(b) + c for a, b, c in inside(200)))
print(deep(10))


class Ordered:
    def __init__(self, x):
        self.x = x

    def __lt__(self, other):
        return self.x < other.x

    def __gt__(self, other):
        return [] if self.x <= other.x else [1]


def extremes(n):
    out = [min(i * 37 % 101 for i in range(n)), max(i * 37 % 101 for i in range(n)), min(i * 0.5 - 70 for i in numbers(n)), max(1.5 if i % 2 else i for i in range(n)),
           min(str(i) for i in range(n)), max((i % 7, i) for i in range(n)), min(Ordered(n - i) for i in range(n)).x, max(Ordered(i % 50) for i in range(n)).x,
           max(True for i in range(9)), min(x for x in [float("nan"), 1.0, 0.5] * n), max([x] for x in numbers(n))]
    for f in (lambda: min(x for x in ()), lambda: max(i if i < n - 5 else "s" for i in range(n)), lambda: min(1 // (i - 300) for i in range(n))):
        try:
            f()
        except Exception as e:
            out.append(repr(e))
    return out


def sorting(n):
    out = [sorted(i * 37 % 101 for i in range(n))[-1], sorted(str(i) for i in numbers(n))[5], [o.x for o in sorted(Ordered(-i) for i in range(5))]]
    try:
        sorted(i if i != n - 4 else "x" for i in range(n))
    except TypeError as e:
        out.append(str(e))
    return out


def joins(n):
    out = [len(",".join(str(i) for i in range(n))), "".join(c for c in "abc" * 5), "-".join(x for x in ()), b"+".join(b"%d" % i for i in range(5))]
    sep = ["", "|"]
    t = 0
    for i in range(n):
        t += len(sep[i % 2].join(s * 2 for s in ("a", "bc", "d")))
    out.append(t)
    try:
        "".join(str(i) if i < n - 3 else i for i in range(n))
    except TypeError as e:
        out.append(str(e))
    try:
        "".join("x" * (1 // (i - n + 9)) for i in range(n))
    except ZeroDivisionError as e:
        out.append([s.name for s in traceback.extract_tb(e.__traceback__)])
    return out


def averager():
    total = 0.0
    count = 0
    average = None
    while True:
        x = yield average
        if x is None:
            return total, count
        total += x
        count += 1
        average = total / count


def sends(n):
    g = averager()
    next(g)
    for i in range(n):
        a = g.send(i)
    try:
        g.send(None)
    except StopIteration as e:
        return a, e.value


def chains(n):
    out = []

    def sink():
        while True:
            x = yield
            out.append(x)

    def double(target):
        while True:
            x = yield
            target.send(2 * x)

    def odd(target):
        while True:
            x = yield
            if x % 2:
                target.send(x)
    s = sink()
    next(s)
    d = double(s)
    next(d)
    f = odd(d)
    f.__next__()
    for i in range(n):
        f.send(i)
    return len(out), out[-3:]


def nexts(n):
    g = numbers(n)
    t = 0
    for i in range(n - 20):
        t += next(g)
    u = 0
    for i in range(300):
        u += next(g, -1)
    h = numbers(n)
    k = 0
    try:
        while True:
            k += h.__next__()
    except StopIteration as e:
        return t, u, k, e.value


def ends(n):
    def some(k):
        for i in range(k):
            yield i
        return "end", k
    out = []
    for i in range(n):
        g = some(i % 3)
        try:
            while True:
                next(g)
        except StopIteration as e:
            out.append(e.value)
    return len(out), out[-2:]


def misuse(n):
    out = []
    for i in range(n):
        g = numbers(3)
        try:
            g.send(None if i < n - 2 else i)
            g.send(i)
            out.append(next(g))
            next(g)
        except (TypeError, StopIteration) as e:
            if i > n - 4:
                out.append(repr(e))
    return out[-4:], len(out)


def shadows(n):
    def max(g):
        return next(g)
    sum = next
    g = numbers(n)
    t = 0
    for i in range(n // 2):
        t += max(g) + sum(g)
    return t


print(extremes(400))
print(sorting(500))
print(joins(400))
print(sends(900), chains(900))
print(nexts(600), ends(400), misuse(300), shadows(600))
