"""Delegation in traces: `yield from`, `await`, `yield` inside of expressions, exceptions and other values on the way."""
import types


def inner(n):
    total = 0
    for i in range(n):
        total += (yield i) or 0
    return total


def middle(n):
    r = yield from inner(n)
    yield r
    return r + 1


def outer(n):
    a = yield from middle(n)
    b = yield from middle(n + 1)
    return a * b


def hot_chain():
    s = 0
    for x in outer(400):
        s += x
    return s


def hot_send():
    g = outer(300)
    s = next(g)
    try:
        while True:
            s += g.send(s & 7)
    except StopIteration as e:
        return s, e.value


def hot_short():
    s = 0
    for k in range(300):
        for x in outer(k % 4):
            s += x
    return s


def tree(depth):
    if depth:
        yield from tree(depth - 1)
        yield depth
        yield from tree(depth - 1)


def over_others(n):
    for k in range(n):
        yield from (k, k + 1)
        yield from [k] * (k % 3)
        yield from range(k % 4)
        yield from {k: 1}


class Pause:
    def __await__(self):
        got = yield "pause"
        return got


async def leaf(i):
    if i % 4 == 0:
        return i + (await Pause())
    return i * 2


async def pair(i):
    return await leaf(i) + await leaf(i + 1)


async def task(n):
    total = 0
    for i in range(n):
        total += await pair(i)
    return total


def drive(c, answer):
    pauses = 0
    try:
        c.send(None)
        while True:
            pauses += 1
            c.send(answer)
    except StopIteration as e:
        return pauses, e.value


async def raising(i):
    if i % 5 == 4:
        raise ValueError(i)
    return i


async def catching(n):
    good = bad = 0
    for i in range(n):
        try:
            good += await raising(i)
        except ValueError as e:
            bad += e.args[0]
    return good, bad


async def finishing(n, log):
    for i in range(n):
        try:
            await leaf(i)
        finally:
            log[0] += 1
    return log[0]


def thrown_in():
    out = []

    def body():
        k = 0
        while True:
            try:
                k += yield k
            except KeyError as e:
                out.append((k, str(e)))
                k = 0

    def through():
        yield from body()

    g = through()
    next(g)
    for i in range(400):
        if i % 150 == 149:
            g.throw(KeyError(i))
        else:
            g.send(i)
    g.close()
    return out


def expressions(n):
    k = 0
    while k < n:
        k = (yield k) + (yield k + 1)
    return [k, (yield -1)]


def hot_expressions():
    g = expressions(2000)
    s, v = 0, next(g)
    try:
        while True:
            s += v
            v = g.send(v // 2 + 1)
    except StopIteration as e:
        return s, e.value


@types.coroutine
def old_style(x):
    y = yield x
    return y


async def with_old(n):
    s = 0
    for i in range(n):
        s += await old_style(i)
    return s


def changing(n):
    # The delegate is another kind of thing now and then.
    for k in range(n):
        if k % 50 == 49:
            yield from iter([k, -k])
        else:
            yield from (x for x in (k, 1))


def shared():
    # Two delegators of one generator.
    g = inner(500)

    def a():
        yield from g

    x, y, s = a(), a(), 0
    for p, q in zip(x, y):
        s += p * 2 + q
    return s


def already_running():
    def loop():
        yield 1
        try:
            yield from me[0]
        except ValueError as e:
            yield str(e)

    out = set()
    for _ in range(200):
        me = [None]
        me[0] = loop()
        for x in me[0]:
            out.add(x)
    return sorted(map(str, out))


def frames_seen():
    import sys
    names = set()

    def deep(n):
        for i in range(n):
            if i % 70 == 69:
                f = sys._getframe()
                names.add((f.f_code.co_name, f.f_back.f_code.co_name, f.f_back.f_back.f_code.co_name))
            yield i

    def via(n):
        yield from deep(n)

    s = 0
    for x in via(600):
        s += x
    return s, sorted(names)


def genexps():
    s, items = 0, (1, 2, 3)
    for i in range(500):
        s += sum(x * i for x in items)
        s += any(x > 2 for x in items) + max(x + i for x in items)
        s += len("".join(c for c in "ab" if c != "b"))
    return s


print(hot_chain(), hot_send(), hot_short())
print(sum(tree(9)), sum(over_others(300)))
print(drive(task(500), 3), drive(catching(400), None), drive(finishing(300, [0]), 1))
print(thrown_in(), hot_expressions())
print(drive(with_old(300), 2), sum(changing(400)), shared(), already_running())
print(frames_seen(), genexps())
