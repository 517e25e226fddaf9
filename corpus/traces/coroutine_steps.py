"""Coroutines and asynchronous generators that an event loop resumes: what follows each `await` is a trace of its own."""
import asyncio
import traceback


async def leaf(n, log):
    total = 0
    for i in range(n):
        total += i
        if i % 3 == 0:
            await asyncio.sleep(0)
    return total


async def middle(n, log):
    a = await leaf(n, log)
    b = await leaf(n // 2, log)
    return a - b


async def outer(n, log):
    out = []
    for k in range(n):
        try:
            out.append(await middle(k % 7, log))
            if k % 50 == 49:
                raise ValueError(k)
        except ValueError as e:
            out.append(str(e))
            await asyncio.sleep(0)
    return out


async def items(n):
    for i in range(n):
        if i % 4 == 0:
            await asyncio.sleep(0)
        yield i * i


async def consume(n):
    total = 0
    async for x in items(n):
        total += x
    return total + sum([x async for x in items(n // 2) if x & 1])


async def producer(q, n):
    for i in range(n):
        await q.put((i, str(i)))
    await q.put(None)


async def consumer(q):
    seen = 0
    while (item := await q.get()) is not None:
        number, text = item
        seen += number + len(text)
    return seen


class Waits:
    def __init__(self, n):
        self.n = n

    def __await__(self):
        got = []
        for i in range(self.n):
            got.append((yield))
        return len(got)


async def failing(n):
    for i in range(n):
        await asyncio.sleep(0)
        1 // (n - 1 - i)


async def cancelled(log):
    n = 0
    try:
        while True:
            n += 1
            await asyncio.sleep(0)
    except asyncio.CancelledError:
        log.append(n > 1000)
        raise
    finally:
        log.append("finally")


class Lock:
    async def __aenter__(self):
        await asyncio.sleep(0)
        return self

    async def __aexit__(self, *a):
        await asyncio.sleep(0)
        return a[0] is KeyError


async def locked(n):
    entered = 0
    for i in range(n):
        async with Lock():
            entered += 1
            if i % 10 == 9:
                raise KeyError(i)
    return entered


async def waits(n):
    return [await Waits(i % 3) for i in range(n)][-5:]


async def main():
    log = []
    print(sum(x for x in await outer(1500, log) if isinstance(x, int)))
    print(await asyncio.gather(*(middle(i, log) for i in range(40))))
    print(await consume(3000))
    q = asyncio.Queue(3)
    print((await asyncio.gather(producer(q, 2500), consumer(q)))[1])
    print(await waits(1500), await locked(1300))
    try:
        await failing(1400)
    except ZeroDivisionError as e:
        print([(f.name, f.line) for f in traceback.extract_tb(e.__traceback__)])
    t = asyncio.create_task(cancelled(log))
    await asyncio.sleep(0)
    for i in range(2000):
        await asyncio.sleep(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        log.append("cancelled")
    print(log)
    async with asyncio.TaskGroup() as g:
        tasks = [g.create_task(leaf(i, log)) for i in range(100)]
    print(sum(t.result() for t in tasks))
    g = items(2000)
    print([await anext(g) for _ in range(1000)][-1], await g.aclose(), [x async for x in g])


asyncio.run(main())
