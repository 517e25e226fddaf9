"""Hot loops in the frames of generators and coroutines."""
import sys


def scale(x, k):
    if k % 400 == 399:
        return look(x)
    return x * 2


def look(x):
    f = sys._getframe(2)
    return f.f_locals["t"] % 3 + x


def long_steps(n):
    for r in range(6):
        t = 0
        for i in range(n):
            t += scale(i, i)
        yield t


def filters(n):
    i = 0
    while i < n:
        i += 1
        if i % 117 == 0:
            got = yield i
            if got:
                i += got


def raises(n):
    t = 0
    try:
        for i in range(n):
            t += 100 // (n - 1 - i - 3)
    except ZeroDivisionError:
        yield t
    yield i


def helper(a):
    def inner(b):
        if b > 900:
            raise ValueError(b)
        return b + 1
    return inner(a)


def deep(n):
    t = 0
    try:
        for i in range(n):
            t += helper(i)
    except ValueError as e:
        yield t, str(e), e.__traceback__.tb_next.tb_frame.f_locals
    else:
        yield t


def drive(g):
    out = []
    try:
        x = next(g)
        while True:
            out.append(x)
            x = g.send(x % 3)
    except StopIteration as e:
        out.append(e.value)
    return out


async def value(x):
    return x + 1


async def loop(n):
    t = 0
    for i in range(n):
        t += await value(i)
        if i % 7 == 0:
            t -= 3
    return t


async def plain(n):
    t = 0.5
    i = 0
    while i < n:
        t = t * 1.0001 + i
        i += 1
    return t


class Wait:
    def __await__(self):
        x = yield "wait"
        return x


async def waits(n):
    t = 0
    for i in range(n):
        if i % 100 == 50:
            t += await Wait()
        t += i
    return t


async def items(n):
    for i in range(n):
        if i % 3 == 1:
            yield i


async def over(n):
    t = 0
    async for x in items(n):
        t += x
    return t + sum([x async for x in items(n)])


def run(c):
    seen = 0
    v = None
    try:
        while True:
            c.send(v)
            seen += 1
            v = seen
    except StopIteration as e:
        return e.value, seen


def shape():
    def g(n):
        t = 0
        for i in range(n):
            t += i * i
        x = yield t
        for i in range(n):
            t -= i
        return t, x
    return drive(g(1000))


def matrix(n):
    m = [[i * j for j in range(20)] for i in range(20)]
    for r in range(n):
        s = 0
        for row in m:
            for x in row:
                s += x * r
        yield s


print(drive(long_steps(1500)))
print(drive(filters(3000))[-3:])
print(drive(raises(900)), drive(deep(800)), [x[:2] for x in deep(1200)])
print(run(loop(1500)), run(plain(1500)), run(waits(2000)), run(over(900)))
print(shape(), sum(matrix(60)))
