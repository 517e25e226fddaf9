"""Items that are missing, read under handlers that look at nothing and under such that do, in hot loops."""
import sys


def counted(words):
    d = {}
    for w in words:
        try: d[w] += 1
        except KeyError: d[w] = 1
    return d


print(sorted(counted("the cat and the dog and the bird %d" % (i % 50) for i in range(3000)).items())[:4])
words = [("a", i % 60, "b")[i % 3] for i in range(4000)] + [(i % 7, i % 5) for i in range(3000)]
print(sorted(map(str, counted(words).items()))[:5], len(counted(words)))


def ends(l, n):
    c = 0
    for i in range(n):
        try: c += l[i % 9]
        except IndexError: c += 100
        try: c += l[-(i % 11) - 1]
        except IndexError: c += 1000
    return c


print(ends([1, 2, 3, 4], 3000), ends((1, 2, 3, 4, 5), 3000), ends([], 3000), ends(bytes(6), 3000), ends(range(5), 3000), ends([1] * 20, 3000))


def letters(s, n):
    c = ""
    for i in range(n):
        try: c = s[i % 9]
        except IndexError: c = "-" + c[:3]
    return c


print(letters("abcd", 3000), letters("", 3000), letters("\u20ac\u1234", 3005))


def kept(d, n):
    seen, e = [], None
    for i in range(n):
        try: d[i % 5]
        except KeyError as e:
            if i > n - 4: seen.append((type(e), e.args, str(e), e.__traceback__.tb_lineno > 0))
    return seen, len(d)


print(kept({0: 1, 1: 2}, 3000))


def named(l, n):
    c = 0
    for i in range(n):
        try: c += l[i & 7]
        except (KeyError, IndexError) as e: c -= 1
        except TypeError: c = 0
    return c


print(named([1, 2, 3], 3000), named({0: 1}, 3000), named("", 300))


def other_handlers(d, n):
    c = 0
    for i in range(n):
        try:
            try: c += d[i % 4]
            except IndexError: c += 1000000
            finally: c += 3
        except LookupError: c += 10
        try:
            try: c += d[i % 4]
            except IndexError: c += 1000000
        except KeyError: c += 100
    return c


print(other_handlers({0: 1, 1: 1}, 3000))


def inner(d, k): return d[k]


def called(d, n):
    c = 0
    for i in range(n):
        try: c += inner(d, i % 6)
        except KeyError: c += 100
    return c


print(called({0: 1, 3: 2}, 3000))


class Default(dict):
    def __missing__(self, k): return 50


class Own(dict): pass


def subclasses(d, n):
    c = 0
    for i in range(n):
        try: c += d[i % 6]
        except KeyError: c += 1000
    return c


print(subclasses(Default({1: 1}), 3000), subclasses(Own({1: 1}), 3000))


class K:
    def __init__(self, x): self.x = x
    def __hash__(self): return 7
    def __eq__(self, o): return isinstance(o, K) and self.x == o.x


def keys(d, n):
    c = 0
    for i in range(n):
        try: c += d[K(i % 5)]
        except KeyError: c += 10
        try: c += d[[1]] if i % 7 == 0 else d["q"]
        except KeyError: c += 100
        except TypeError: c += 1000
    return c


print(keys({K(1): 1, K(3): 3, "z": 0}, 2000))


def handled(d, n):
    c = 0
    for i in range(n):
        try: d[i % 3]
        except KeyError:
            c += sys.exception() is None
            if i % 500 == 0: c += len(repr(sys.exception()))
    return c, sys.exception()


print(handled({0: 0}, 3000))


def generated(d, n):
    for i in range(n):
        try: x = d[i % 5]
        except KeyError: x = -1
        yield x


print(sum(generated({0: 5, 3: 7}, 4000)))


def raised_in_handler(d, n):
    c = 0
    for i in range(n):
        try:
            try: d[i % 3]
            except KeyError: [][i % 2]
        except IndexError as e: c += type(e.__context__) is KeyError
    return c


print(raised_in_handler({0: 1}, 2000))


def left_in_handler(l, n):
    c, e = 0, None
    for i in range(n):
        try: l[i]
        except IndexError as e:
            c += 1 if i < n - 3 else "x".count("x") + (i > n)
    return c


print(left_in_handler([], 3000))


def until_missing(l):
    i = 0
    while True:
        try: x = l[i]
        except IndexError: break
        i += x
    return i


print([until_missing([1] * k) for k in range(300)][-3:], sum(until_missing((1, 2, 3) * k) for k in range(100)))
