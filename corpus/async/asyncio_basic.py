import asyncio
async def work(name, n, log):
    for i in range(n): log.append((name, i)); await asyncio.sleep(0)
    return name, n
async def main():
    log = []; r = await asyncio.gather(work("a", 2, log), work("b", 3, log)); print(r, log)
    t = asyncio.create_task(work("t", 1, log), name="named"); print(t.done(), t.get_name()); print(await t, t.done(), t.result())
    try: await asyncio.wait_for(asyncio.sleep(10), 0.01)
    except TimeoutError as e: print("timeout", repr(e))
    try:
        async with asyncio.timeout(0.01): await asyncio.sleep(5)
    except TimeoutError: print("timeout ctx")
    t = asyncio.create_task(asyncio.sleep(10)); await asyncio.sleep(0); t.cancel()
    try: await t
    except asyncio.CancelledError: print("cancelled", t.cancelled())
    async def fail(): raise ValueError("task failed")
    print(await asyncio.gather(fail(), work("g", 1, log), return_exceptions=True))
    try: await asyncio.gather(fail(), asyncio.sleep(0))
    except ValueError as e: print(e)
    try:
        async with asyncio.TaskGroup() as tg: a = tg.create_task(work("tg", 1, log)); tg.create_task(fail())
    except* ValueError as eg: print("group", eg.exceptions)
    q = asyncio.Queue(2)
    async def producer():
        for i in range(5): await q.put(i)
        await q.put(None)
    async def consumer():
        out = []
        while (x := await q.get()) is not None: out.append(x)
        return out
    print((await asyncio.gather(producer(), consumer()))[1])
    lock, order = asyncio.Lock(), []
    async def locked(n):
        async with lock: order.append(("in", n)); await asyncio.sleep(0); order.append(("out", n))
    await asyncio.gather(*(locked(i) for i in range(3))); print(order)
    ev = asyncio.Event()
    async def waiter(): await ev.wait(); return "event"
    w = asyncio.create_task(waiter()); await asyncio.sleep(0); ev.set(); print(await w)
    sem = asyncio.Semaphore(2); running = peak = 0
    async def limited():
        nonlocal running, peak
        async with sem: running += 1; peak = max(peak, running); await asyncio.sleep(0); running -= 1
    await asyncio.gather(*(limited() for _ in range(6))); print("peak", peak)
    loop = asyncio.get_running_loop(); fut = loop.create_future(); loop.call_soon(fut.set_result, 42); print(await fut); loop.call_later(0.001, order.append, "later"); await asyncio.sleep(0.01); print(order[-1])
    done, pending = await asyncio.wait([asyncio.create_task(work("w", 1, log)), asyncio.create_task(asyncio.sleep(5))], return_when=asyncio.FIRST_COMPLETED); print(len(done), len(pending)); [p.cancel() for p in pending]
    async def agen():
        for i in range(3): await asyncio.sleep(0); yield i
    print([x async for x in agen()], [x async for x in agen() if x], sum([x async for x in agen()]))
    for c in asyncio.as_completed([asyncio.sleep(0.001, "one")]): print(await c)
    print(await asyncio.to_thread(lambda: "thread result"), await asyncio.shield(asyncio.sleep(0, "shielded")))
    return "main done"
print(asyncio.run(main()))
try: asyncio.run(5)
except (ValueError, TypeError) as e: print(type(e).__name__, e)
async def err(): raise KeyError("top")
try: asyncio.run(err())
except KeyError as e: print(repr(e))
import contextvars
var = contextvars.ContextVar("var", default="dflt")
async def child(): var.set("child"); return var.get()
async def ctx(): var.set("parent"); print(await asyncio.create_task(child()), var.get(), await child(), var.get())
asyncio.run(ctx()); print(var.get(), contextvars.copy_context().run(lambda: (var.set("in"), var.get())[1]), var.get()); tok = var.set("x"); var.reset(tok); print(var.get(), var.name)
