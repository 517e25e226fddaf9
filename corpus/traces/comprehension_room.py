# Comprehensions and consumers of generator expressions over what knows its length, and where it turns out otherwise: the iterable changes
# meanwhile, raises, or is huge and left at once.
import sys


def sizes(f):
    return [sys.getsizeof(f(n)) for n in (0, 1, 3, 4, 5, 8, 9, 16, 17, 40, 300, 20000)]


def over(n):
    return [x + 1 for x in range(n)]


for _ in range(60):
    a = sizes(over)
    b = sizes(lambda n: [x for x in [7] * n])
    c = sizes(lambda n: [k for k, v in {i: i for i in range(n)}.items()])
    d = sizes(lambda n: [(i, x, y) for i, (x, y) in enumerate(zip((1,) * n, [2] * (n + 3)))])
    if _ % 20 == 0:
        print(a, b, c, d)


def grows(n):
    l = list(range(n))
    return len([l.append(x) for x in l if x > n] or [x for x in l]), [l.append(x) or x for x in l if len(l) < 2 * n][-1:]


def shrinks(n):
    l = list(range(n))
    return [l.pop() for x in l], tuple(l.pop() for x in l)


def stops(n):
    def g(x):
        if x == n:
            raise KeyError(x)
        return x
    try:
        return [g(x) for x in range(10**15)]
    except KeyError as e:
        return e.args


def consumers(n):
    l = list(range(n))
    d = dict.fromkeys(l)
    return (tuple(x + 1 for x in l), list(x for x in d), sorted(-x for x in range(n)), "".join(str(x) for x in l), tuple(x for x in l if x % 2),
            tuple(x for y in l for x in range(y % 3)), list(map(lambda x: x * 2, l)))


def half(n):
    g = (x for x in range(n))
    next(g, None)
    return tuple(g), list(g)


for n in list(range(12)) * 40:
    r = grows(n + 1), shrinks(n), stops(n), consumers(n), half(n)
    if n == 11:
        last = r
print(last)
it = iter(range(3))
for _ in range(20000):
    it = enumerate(it)
print(len([x for x in it]))
s = {1, 2, 3}
try:
    print([s.add(x + 10) for x in s])
except RuntimeError as e:
    print(e)
print([x for x in sys.stdin.buffer.read(0)], [x for x in "häß"], [x for x in b"abc"], [x for x in reversed([1, 2])])
