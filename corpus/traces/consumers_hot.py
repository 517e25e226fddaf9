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
