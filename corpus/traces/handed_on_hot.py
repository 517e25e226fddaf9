"""`islice` over generators and `chain` of generators in hot loops and consumers: ends, exceptions, what is left."""
from functools import reduce
from itertools import chain, islice


def numbers(n, every=7):
    x = 0
    for i in range(n):
        if i % every == 3: x += i
        else: x ^= i
        yield x & 1023


def forever(step=1):
    i = 0
    while True:
        yield i
        i += step if i % 5 else 2


def slices(n):
    t = 0
    for x in islice(forever(), n): t += x
    for x in islice(numbers(n), 10 * n): t += x
    for x in islice(numbers(n), None): t ^= x
    for x in islice(forever(), 5, n, 3): t += x
    for i, x in enumerate(islice(numbers(n), n // 2)): t += i * x
    t += sum(islice(forever(2), n)) + len(list(islice(numbers(n), 3, n))) + max(islice(numbers(n), n - 2)) + len({*islice(forever(), n)})
    t += reduce(lambda a, b: a * 3 + b & 0xFFFF, islice(forever(), n)) + any(x > n for x in islice(forever(), n)) + sum(x * 2 for x in islice(numbers(n), n))
    for k in range(n):
        for x in islice(forever(k), 3): t += x
        for x in islice(numbers(k & 3), 2): t += x
        t += sum(list(islice(forever(), k & 3)))
    return t


def shared(n):
    """The generator goes on where the islice has stopped, and the other way round."""
    g, out, t = forever(), [], 0
    for k in range(n):
        s = islice(g, 4)
        for x in s:
            t += x
            if x % 11 == 5: next(g)
            if x % 13 == 6: break
        out = list(s), next(s, None), next(g)
        t += len(out[0])
    g = numbers(n)
    for x in islice(g, n * 2): t += x
    return t, out, next(g, "end")


def chains(n):
    t = 0
    for x in chain(numbers(n), numbers(n, 5), [1, 2], forever() if n < 0 else (), numbers(5)): t = t * 3 + x & 0xFFFFFF
    for x in chain.from_iterable(numbers(k & 7) for k in range(n)): t += x
    for x in chain.from_iterable([numbers(k & 7), (k, 2)][k & 1] for k in range(n)): t ^= x
    for i, x in enumerate(chain(numbers(n), [5])): t += i * x
    t += sum(chain(numbers(n), numbers(3))) + len(list(chain(numbers(n), "abc"))) + reduce(lambda a, b: a ^ b, chain(numbers(n), [1]))
    for k in range(n):
        for x in chain([k], numbers(2), numbers(k & 3)): t += x
    it = chain(numbers(50), numbers(60))
    for x in it:
        t += x
        if t % 17 == 0: break
    return t, len(list(it)), next(it, None)


def errors(n):
    def bad(k):
        for i in range(k): yield i
        raise KeyError(k)
    out, t = [], 0
    for k in range(n):
        for make in (lambda: islice(bad(k & 15), 12), lambda: chain([1], bad(k & 7), [2, 3])):
            it = make()
            try:
                for x in it: t += x
            except KeyError as e: out.append((e.args[0], list(it)))
    return t, len(out), out[-4:]


def closed(n):
    log = []
    def g(k):
        try:
            for i in range(k): yield i
        finally: log.append(k)
    t = 0
    for k in range(n):
        h = g(5)
        for x in islice(h, 3): t += x
        h.close()
        for x in chain(g(3), g(2)): t += x
    return t, len(log)


n = 300
for f in (slices, shared, chains, errors, closed): print(f.__name__, f(n))
