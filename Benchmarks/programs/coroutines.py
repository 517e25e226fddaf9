"""Coroutines: await chains and an event loop of our own."""
SIZE, QUICK = 300_000, 30_000


class Switch:
    def __await__(self):
        yield


async def leaf(i):
    if i % 4 == 0:
        await Switch()
    return i * 2


async def middle(i):
    return await leaf(i) + await leaf(i + 1)


async def task(name, n, out):
    total = 0
    for i in range(n):
        total += await middle(i)
    out[name] = total


async def numbers(n):
    for i in range(n):
        if i % 8 == 0:
            await Switch()
        yield i


async def consume(n, out):
    out["sum"] = sum([x async for x in numbers(n) if x % 2])


def run(n):
    out = {}
    queue = [task(k, n // 4, out) for k in range(4)] + [consume(n, out)]
    while queue:
        waiting = []
        for c in queue:
            try:
                c.send(None)
                waiting.append(c)
            except StopIteration:
                pass
        queue = waiting
    return sorted(out.items(), key=str)
