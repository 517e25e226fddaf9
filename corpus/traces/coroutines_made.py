"""Coroutines that a trace makes and runs to their end: those that are kept, dropped, looked at, thrown into, or wait in the middle."""
import asyncio
import gc
import sys
import warnings

N = 400


def show(*a):
    print(*a)


def drive(c):
    try:
        while True: c.send(None)
    except StopIteration as e: return e.value


async def leaf(x): return x + 1


async def two(x):
    a = await leaf(x)
    return a + await leaf(x * 2)


async def summed(n):
    s = 0
    for i in range(n): s += await two(i) + await leaf(i)
    return s


show(drive(summed(N)))


async def bad(x):
    if x % 50 == 9: raise ValueError(x)
    if x % 50 == 10: return await leaf(x)
    return x


async def raised(n):
    s, log = 0, []
    for i in range(n):
        try: s += await bad(i)
        except ValueError as e: log.append((e.args, e.__traceback__.tb_next.tb_frame.f_locals))
    return s, log


show(drive(raised(N)))


# Dropped: each of them warns when it dies.
async def dropped(n, every):
    s = 0
    for i in range(n):
        c = leaf(i)
        if i % every: s += await c
    return s


for every in (1, 2, 50):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        s = drive(dropped(N, every))
        gc.collect()
    texts = {str(w.message) for w in caught}
    show(s, texts, N // every - 4 <= len(caught) <= N // every)


async def kept(n):
    rest, s = [], 0
    for i in range(n):
        c = two(i)
        if i % 90 == 4: rest.append(c)
        else: s += await c
    for c in rest: s += await c
    return s


show(drive(kept(N)))


async def again(n):
    log = []
    for i in range(n):
        c = leaf(i)
        await c
        if i % 120 == 7:
            try: await c
            except RuntimeError as e: log.append((i, str(e), c.cr_frame, c.cr_running, c.cr_await))
    return log


show(drive(again(N)))


async def seen(x, log):
    if x % 100 == 55:
        f = sys._getframe()
        log.append((f.f_code.co_name, f.f_locals["x"], f.f_back.f_code.co_name, f.f_lineno - f.f_code.co_firstlineno))
    return x


async def looked_at(n):
    s, log = 0, []
    for i in range(n):
        c = seen(i, log)
        if i % 100 == 56: log.append((c.cr_frame.f_locals["x"], c.cr_running, c.cr_suspended, c.cr_origin, c.__name__, c.__qualname__))
        s += await c
    return s, log


show(drive(looked_at(N)))


async def closed(n):
    s = 0
    for i in range(n):
        c = leaf(i)
        if i % 70 == 3: c.close(); s += c.cr_frame is None
        elif i % 70 == 4:
            try: c.throw(KeyError(i))
            except KeyError as e: s += e.args[0]
        else: s += await c
    return s


show(drive(closed(N)))


# Some wait: the chain is gone down again.
class Wait:
    def __init__(self, v): self.v = v
    def __await__(self):
        r = yield self.v
        return r


async def waits(x):
    if x % 30 == 8: return await Wait(x)
    return x


async def above(x): return (await waits(x) or 0) + 1


async def waited(n):
    s = 0
    for i in range(n): s += await above(i)
    return s


def feed(c):
    log, v = [], None
    try:
        while True:
            v = c.send(v)
            log.append(v)
            v *= 2
    except StopIteration as e: return e.value, log


show(feed(waited(N)))


def origins(n):
    """Where coroutines are made is asked for in the middle of it."""
    out = []
    async def inner():
        for i in range(n):
            if i == n - 5: sys.set_coroutine_origin_tracking_depth(2)
            c = leaf(i)
            if i > n - 7: out.append(c.cr_origin and [(o[2], len(o)) for o in c.cr_origin])
            await c
        sys.set_coroutine_origin_tracking_depth(0)
    drive(inner())
    return out


show(origins(N))


async def deep(k): return k if k <= 0 else 1 + await deep(k - 1)


async def depths(n):
    s = 0
    for i in range(n): s += await deep(i % 30)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try: await deep(100000)
        except RecursionError as e: s += len(str(e)) > 10
        gc.collect()
    return s


show(drive(depths(N)))


async def sleepy(x):
    if x % 25 == 0: await asyncio.sleep(0)
    return x


async def worker(n):
    s = 0
    for i in range(n): s += await sleepy(i)
    return s


async def main():
    show(await asyncio.gather(*(worker(N + k) for k in range(4))))


asyncio.run(main())


# What holds a coroutine that has ended, a generator that has not: collections in the middle.
async def collected(n):
    s = 0
    for i in range(n):
        c = leaf([i][0])
        if i % 130 == 6: gc.collect()
        r = await c
        if i % 130 == 7: gc.collect()
        s += r
    return s


show(drive(collected(N)))
