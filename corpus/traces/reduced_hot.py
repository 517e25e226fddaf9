"""`reduce` with functions in Python and operators, as a loop of the frame that calls; `accumulate`, `starmap`, `takewhile`, `dropwhile` and `filterfalse` whose function is part of a loop."""
import functools
import operator
import sys
from functools import reduce
from itertools import accumulate, chain, count, dropwhile, filterfalse, islice, starmap, takewhile


def sums(n):
    l, t = list(range(n)), 0
    t += reduce(lambda a, b: (a * 3 + b) & 0xFFFF, l)
    t += reduce(lambda a, b: a + b, l, 0.5)
    t += reduce(operator.add, l) + reduce(operator.xor, l, 5) + reduce(operator.or_, l) + reduce(operator.and_, [7, 6, 14] * 50)
    t += functools.reduce(lambda a, b: a if a > b else b, l)
    t += reduce(operator.mul, range(1, 60)) % 1000003 + reduce(operator.mul, [0.5] * 100) + reduce(max, l) + reduce(min, [3, 1, 2] * 40)
    t += len(reduce(operator.add, ["ab"] * 90)) + len(reduce(operator.or_, [{1, 2}, {3}] * 50)) + reduce(operator.add, [1, 2.5, True, 3] * 40)
    t += reduce(lambda a, b: a + b, (x * 2 for x in l)) + reduce(lambda a, x: a * 2 + x & 1023, map(int, "1101" * 30), 1)
    for k in range(n):
        t += reduce(lambda a, b: a * b, (k, 2, 3)) + reduce(operator.add, [k, 1], 3)
        t += reduce(lambda a, b: a + b, [], k) + reduce(lambda a, b: 1 / 0, [k])
        t += reduce(lambda d, key: d[key], ["a", "b"], {"a": {"b": k}})
        t += sum(reduce(lambda a, b: (a[1], a[0] + b), range(4), (k, 1)))
    return t


def compose(*fs): return reduce(lambda f, g: lambda x: g(f(x)), fs)


class Adder:
    def __init__(self): self.calls = 0
    def add(self, a, b): self.calls += 1; return a + b
    def __call__(self, a, b): return a - b


class Number:
    def __init__(self, x): self.x = x
    def __add__(self, o):
        if o.x == 13: raise ValueError("thirteen")
        return Number(self.x + o.x)


def objects(n):
    adder, t = Adder(), 0
    for k in range(n): t += compose(lambda x: x + 1, lambda x: x * 2)(k)
    t += reduce(adder.add, range(n)) + reduce(adder, range(n)) + reduce(Adder(), iter([5, 1]))
    t += reduce(operator.add, map(Number, range(14, 14 + n))).x
    out = []
    for first in (0, 5):
        try: reduce(operator.add, [Number(x) for x in range(first, 40)])
        except ValueError as e: out.append((str(e), e.__traceback__.tb_next.tb_frame.f_code.co_name))
    return t, adder.calls, out


def errors(n):
    out = []
    def fail(a, b):
        if b == n - 3: raise KeyError(b)
        return a + b
    def stop(a, b):
        if b == n - 3: raise StopIteration(b)
        return a + b
    for f in (fail, stop):
        it = iter(range(n))
        try: reduce(f, it)
        except (KeyError, StopIteration) as e: out.append((type(e).__name__, e.args, next(it)))
    for args in (lambda a, b: a, []), (lambda a, b: a, 5), (5, [1, 2]), (5, [1]), (lambda a: a, [1, 2]), (operator.add, ()), (operator.add, None, 3):
        try: out.append(reduce(*args))
        except TypeError as e: out.append(str(e))
    for k in range(n):
        try: out[-1] = reduce(lambda a, b: a, [])
        except TypeError as e: last = str(e)
        try: reduce(lambda a, b: a, 5)
        except TypeError as e: last2 = str(e)
        try: reduce(5, [k, 1])
        except TypeError as e: last3 = str(e)
    return out, last, last2, last3


def changes(n):
    """The list grows and the name is bound anew while it goes on; a reduce within a reduce."""
    l, t = [1, 2, 3], 0
    def grow(a, b):
        if len(l) < n: l.append(b + 1)
        return a + b & 0xFFFFF
    t += reduce(grow, l)
    for k in range(n):
        t += reduce(lambda a, b: a + reduce(lambda x, y: x * y, b), [[1, 2], [k, 3], [2, 2]], 0)
    reducer = reduce
    def other(f, l, *rest): return -1
    for k in range(20): t += (reducer if k % 3 else other)(lambda a, b: a + b, [k, 2], 1)
    return t


def shadowed(n):
    def reduce(f, x, *first): return f(len(x), *first)
    return sum(reduce(lambda a, b=1: a + b, [k], k) for k in range(n))


def frames(n):
    """What a function in a reduce sees around it."""
    names = set()
    def look(a, b):
        if b == n - 2: names.add(sys._getframe(1).f_code.co_name)
        return a ^ b
    return reduce(look, range(n)), names


def generated(n):
    def numbers(k):
        for i in range(k):
            yield i
            if i == 77: yield -1
    t = reduce(lambda a, b: a * 2 + b & 0xFFFF, numbers(n))
    def steps(k):
        x = reduce(lambda a, b: a + b, range(k), 1)
        yield x
        yield reduce(lambda a, b: a - b, [x, k, 2])
    for k in range(n):
        for x in steps(k & 7): t += x
    def bad():
        yield 1
        yield 2
        raise OSError("bad")
    for k in range(n):
        try: reduce(lambda a, b: a + b, bad())
        except OSError: t += 1
    return t


def accumulated(n):
    l, t = list(range(1, n)), 0
    for x in accumulate(l, lambda a, b: (a * 2 + b) & 0xFFF): t ^= x
    for x in accumulate(l, lambda a, b: a + b, initial=7): t ^= x
    for x in accumulate([1.5] * n, lambda a, b: a * 0.5 + b): t += x
    t += sum(accumulate(l, lambda a, b: a ^ b)) + len(list(accumulate(l, lambda a, b: b))) + max(accumulate(l, lambda a, b: a - b))
    for k in range(n):
        for x in accumulate((k, 2, 3), lambda a, b: a * b): t += x
    it = accumulate(l, lambda a, b: a + b if a < 1000 else 0)
    for x in it:
        if x > 500: break
    rest = [next(it), next(it)]
    def fail(a, b):
        if b == n // 2: raise KeyError(a)
        return a + b
    it = accumulate(l, fail)
    try:
        for x in it: t += x
    except KeyError as e: rest += [e.args, next(it)]
    def stop(a, b):
        if b == n // 2: raise StopIteration
        return a + b
    it = accumulate(l, stop)
    for x in it: t += x
    rest.append(next(it))
    return t, rest


def starred(n):
    pairs, t = [(k, k + 1) for k in range(n)], 0
    for x in starmap(lambda a, b: a * b, pairs): t += x
    for x in starmap(pow, pairs[:20]): t += x % 1000
    for x in starmap(lambda a, b: a - b, zip(range(n), count(3))): t += x
    for x in starmap(lambda a, b: a + b, [[1, 2], (3, 4), "56", (7, 8)] * 30): t += int(x)
    for x in starmap(lambda *a: len(a), [(), (1,), [1, 2]] * 40): t += x
    t += sum(starmap(lambda a, b: a ^ b, pairs)) + len(list(starmap(lambda a, b: a, pairs)))
    try:
        for x in starmap(lambda a, b: a + b, pairs[:200] + [(1,)]): t += x
    except TypeError as e: print(e)
    for k in range(n):
        for x in starmap(lambda a, b: a * b, ((k, 2), (3, k))): t += x
    return t


def while_(n):
    l, t, out = list(range(n)), 0, []
    for x in takewhile(lambda x: x < n - 5, l): t += x
    for x in dropwhile(lambda x: x < 50, l): t ^= x
    for x in dropwhile(lambda x: True, l): t = 0
    for x in takewhile(lambda x: x, [3, 2, 1, 0, 5] * 2): t += x
    for k in range(n):
        for x in takewhile(lambda x: x < k & 3, (0, 1, 2)): t += x
        for x in dropwhile(lambda x: x < k & 3, (0, 1, 2)): t += x * k
        for x in takewhile(lambda x: [] if x > k % 5 else [0], count()): t += x
    it = iter(l)
    for k in range(30):
        taken = takewhile(lambda x: x % 7, it)
        out = list(taken), next(taken, None)
    rest = next(it)
    t += sum(takewhile(lambda x: x < 100, l)) + sum(dropwhile(lambda x: x < 100, l)) + len(list(takewhile(str.isdigit, "123a4")))
    def fail(x):
        if x == n - 9: raise KeyError(x)
        return x < n
    for kind in takewhile, dropwhile:
        it = kind(fail, l)
        try:
            for x in it: t += x
        except KeyError as e: out += (e.args, next(it, None))
    it = dropwhile(lambda x: x < 90, chain(l[:50], l[80:]))
    for x in it:
        if x == n - 3: break
    out += (list(it),)
    return t, out, rest


def filtered(n):
    l, t = list(range(n)), 0
    for x in filterfalse(lambda x: x & 1, l): t += x
    for x in filterfalse(lambda x: x < n, l): t = 0
    for x in filterfalse(None, [0, 1, "", 2, []] * 30): t += len(str(x))
    for k in range(n):
        for x in filterfalse(lambda x: x == k % 3, (0, 1, 2)): t += x
    t += sum(filterfalse(lambda x: x % 3, l)) + len(list(filterfalse(lambda x: x > 9, islice(count(), 30))))
    return t


n = 300
for f in (sums, objects, errors, changes, shadowed, frames, generated, accumulated, starred, while_, filtered): print(f.__name__, f(n))
