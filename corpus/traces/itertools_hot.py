"""Iterators of itertools in hot loops: exhaustion, lists that change meanwhile, iterators that are shared, taken up again or go over each other, items of several types."""
from itertools import (accumulate, batched, chain, combinations, combinations_with_replacement, count, cycle, islice, pairwise, permutations, product, repeat,
                       zip_longest)
import operator


def show(name, *values):
    print(name, *values)


def chains(n):
    a, b, c, t = [1, 2, 3], (4, 5), {"x": 1, "yz": 2}, 0
    for k in range(n):
        for x in chain(a, b, range(k & 3)): t += x
        for x in chain(c, "ab", c.values()): t += len(x) if isinstance(x, str) else x
        for i, x in enumerate(chain(a, [], (), b)): t += i * x
        for x in chain.from_iterable([a, b, [], [k]]): t += x
        for x in chain(chain(a, b), chain.from_iterable([a])): t -= x
        t += sum(chain(a, b)) + len(list(chain(a, c, b))) + max(chain(b, a))
    return t


def chain_ends(n):
    """What is left of a chain whose loop was left, and one that has ended."""
    out = []
    for k in range(n):
        it = chain([1, 2], [3, 4], [5])
        for x in it:
            if x == k % 6: break
        out.append(list(it))
        out.append(next(it, None))
    return out[-12:]


def chain_grows(n):
    """The lists grow while the chain goes over them, also the one with the lists."""
    t = 0
    for k in range(n):
        a, lists = [1, 2], []
        lists.append(a)
        for x in chain.from_iterable(lists):
            t += x
            if len(a) < 5: a.append(x + 1)
            if len(lists) < 3: lists.append([x, x])
    return t


def chain_of_itself(n):
    out = []
    for k in range(n):
        it = iter([1, 2, 3])
        out.append(list(chain(it, [9], it)))
        l = []
        it = iter(l)
        l += [it, [7]]
        out.append([x if isinstance(x, int) else "it" for x in chain.from_iterable(it)])
        it = iter([[1, 2], [3], [4, 5]])
        out.append([(type(a), b) for a, b in zip(it, chain.from_iterable(it))])
    return out[-3:]


class Items:
    def __init__(self, *items): self.items = items
    def __iter__(self): return iter(self.items)


class Bad:
    def __iter__(self): raise KeyError("bad")


def chain_others(n):
    """Iterables in Python, generators, what is none."""
    t, errors = 0, []
    for k in range(n):
        for x in chain([1], Items(2, 3), (y for y in (4, 5)), [6]): t = t * 3 % 1000003 + x
        it = chain([1], Bad() if k % 50 == 49 else [2], [3])
        try:
            for x in it: t += x
        except KeyError as e: errors.append((str(e), list(it)))
        it = chain([1], 5 if k % 50 == 48 else [2], [3])
        try:
            for x in it: t += x
        except TypeError as e: errors.append((str(e), list(it)))
    return t, errors[-2:]


def counts(n):
    t = 0
    for k in range(n):
        for i in count():
            if i > 5: break
            t += i
        for i, x in zip(count(k, -2), "abc"): t += i * ord(x)
    big = count(2 ** 62 - 3)
    l = [x for x, _ in zip(big, range(6))]
    out = [0]
    for x in count(2 ** 61, 2 ** 60):
        out.append(x)
        if len(out) > 40: break
    c = count(5)
    for _ in range(n): x = next(c)
    for i in c:
        if i > n + 100: break
    return t, l, out[-2:], c, x, [next(count(0.5, 0.25)) for _ in range(2)], [x for x, _ in zip(count(1, 0.5), range(3))]


def repeats(n):
    t = 0
    for x in repeat(2, n): t += x
    for x in repeat(0.5, 6): t += x
    t = int(t)
    for x in repeat("a", 0): t += 1000
    it = repeat(None, 5)
    next(it)
    for _ in it: t += 1
    forever = repeat(1)
    for x in forever:
        t += x
        if t > 5 * n: break
    for k in range(n):
        for x in repeat(k, 3): t ^= x
    return t, it, it.__length_hint__(), forever


def cycles(n):
    t, out = 0, []
    for x, y in zip(range(n), cycle([1, 2.5, "a"])):
        t += x if y == "a" else x * y
    l = [1, 2]
    for x in cycle(l):
        t += x
        if len(l) < 9: l.append(x)
        elif t > 3 * n * n: break
        else: t += n
    for k in range(n):
        for x in cycle([]): t = 0
        c = cycle("ab")
        out = [next(c), next(c), next(c)]
    return t, out, len(l)


def slices(n):
    l, t = list(range(20)), 0
    for k in range(n):
        for x in islice(l, 3): t += x
        for x in islice(l, k & 7, 9): t += x
        for x in islice(l, 15, None): t += x
        for x in islice(l, 2, 18, 3): t += x
        for x in islice(l, 5, 5): t += 100000
        for x in islice(l, 9, 2): t += 100000
        for i, x in enumerate(islice(count(k), 4)): t += i * x
        for x in islice("abc", 0, k % 5): t += ord(x)
        t += sum(list(islice(l, 4))) + len(tuple(islice(l, 18, 30)))
    it = iter(l)
    rests = []
    while True:
        part = list(islice(it, 6))
        if not part: break
        rests.append(part)
    it = iter(range(3 * n))
    for k in range(n):
        for x in islice(it, 2): t += x
    return t, rests, next(it, "end")


def slice_shared(n):
    """What an islice takes of an iterator that others take of, too."""
    out = []
    for k in range(n):
        it = iter(range(10))
        s = islice(it, 1, 6)
        got = []
        for x in s:
            got.append(x)
            if x == 3: next(it)
        out.append((got, list(it), list(s)))
    return out[-1]


def pairs(n):
    l, f, t = list(range(n)), [x * 0.5 for x in range(n)], 0
    for a, b in pairwise(l): t += b * a
    for a, b in pairwise(f): t += b - a
    for k in range(n):
        for a, b in pairwise((k, 2, 3.5)): t += a * b
        for a, b in pairwise("x" if k & 1 else "xyz"): t += ord(a) - ord(b)
        for a, b in pairwise([]): t += 1
    g = [1, 2]
    for a, b in pairwise(g):
        if len(g) < 3 * n: g.append(a + b & 1023)
    p = pairwise(iter(l))
    for a, b in p:
        if a == n // 2: break
    mixed = [(a, b) for _ in range(60) for a, b in pairwise([None, 1, 2.5, "s"])]
    return t, len(g), g[-3:], next(p), mixed[-3:]


def accumulations(n):
    t, l = 0, list(range(1, n))
    for x in accumulate(l): t ^= x
    for x in accumulate(l, max): t ^= x
    for x in accumulate([0.5] * n): t += x
    for x in accumulate([x * -0.5 for x in l], min): t += x
    for x in accumulate([3] * 100, operator.mul): t += x % 1000
    for x in accumulate(["a", "b"] * 30): t += len(x)
    for x in accumulate([1, 2.5, 3, True] * 30): t += x
    for k in range(n):
        for x in accumulate((k, 1, 2), initial=10): t += x
        for x in accumulate([]): t += 1000
        for x in accumulate([2 ** 61, 2 ** 61, k]): t = (t + x) % 10 ** 15
    it = accumulate(l)
    for x in it:
        if x > 100: break
    return t, next(it)


def pools(n):
    t = 0
    for k in range(n):
        for a, b in product([1, 2, 3], (k, 5)): t += a * b
        for dx, dy in product((-1, 0, 1), repeat=2): t += dx * k - dy
        for a, b, c in product("ab", [0.5, 1], range(k % 3)): t += ord(a) * b - c
        for a, b in combinations([k, 1, 2, 3.5], 2): t += a * b
        for a, b, c in combinations_with_replacement([1, 2, k], 3): t += a * b - c
        for a, b in permutations([1, 2, k], 2): t += a - 2 * b
        for p in permutations((1, 2, k)): t += p[0] - p[2]
        for x in product(): t += len(x)
        for x in product([], [1]): t += 1000
        for x, in combinations([1, 2], 1): t += x
        for x in combinations([1, 2], 3): t += 1000
        for x in combinations([1], 0): t += len(x)
        for x in permutations([1, 2, 3], 0): t += len(x)
    t += sum(len(p) * p[4] for p in permutations(range(5))) + sum(p[5] for p in combinations(range(9), 6))
    l = [1, 2]
    for a, b in product(l, l): l.append(a)
    it = combinations(range(6), 2)
    for a, b in it:
        if b == 3: break
    rest = list(it)
    return t, l, rest[:3], len(rest), next(it, "end"), list(product("ab", repeat=3))[5], list(permutations("abc"))[3:]


def pools_shared(n):
    """Two loops over one iterator, and an item of another type late."""
    out = []
    for k in range(n):
        it = product([1, 2.5 if k > n // 2 else 2], "abc")
        for a, b in it:
            if b == "b": break
        for a, c in it: b += c
        out.append((a, b))
    return out[0], out[-1]


def others(n):
    t = 0
    for k in range(n):
        for a, b in zip_longest([1, 2, 3], (k,), fillvalue=7): t += a * b
        for b in batched([1, 2, 3, k, 5], 2): t += b[0] * len(b)
        try:
            for b in batched([1, 2, 3], 2, strict=True): t += sum(b)
        except ValueError as e: t += len(str(e))
        t += len(list(islice(cycle([1, 2]), 5))) + len(list(pairwise([1, 2, 3]))) + sum(map(operator.mul, chain([1, k], [2]), count(3)))
    d = {1: 2}
    try:
        for x in chain(d, [1] * n):
            t += x
            d[len(d) + 1] = x
    except RuntimeError as e: print(e)
    return t


class Counting(count):
    def __next__(self): return super().__next__() * 2


class Pairs(pairwise):
    pass


def subclasses(n):
    t = 0
    for k in range(n):
        for x in Counting(3):
            if x > 20: break
            t += x
        for a, b in Pairs([1, 2, k]): t += a * b
        for x in islice(Counting(), 3): t += x
    return t


n = 400
show("chains", chains(n))
show("ends", chain_ends(n))
show("grows", chain_grows(n))
show("itself", chain_of_itself(n))
show("others", chain_others(n))
show("counts", counts(n))
show("repeats", *repeats(n))
show("cycles", *cycles(n))
show("slices", *slices(n))
show("shared", *slice_shared(n))
show("pairs", *pairs(n))
show("accumulations", *accumulations(n))
show("pools", *pools(n))
show("pools shared", *pools_shared(n))
show("more", others(n))
show("subclasses", subclasses(n))
