import asyncio, contextlib, time, contextvars, functools, sys, concurrent.futures, threading, queue, signal, socket, selectors, weakref, gc
var = contextvars.ContextVar("var", default=0)
class Res:
    async def __aenter__(self): print("enter"); return self
    async def __aexit__(self, *a): print("exit", a[0]); return False
@contextlib.asynccontextmanager
async def cm(n):
    print("open", n)
    try: yield n * 2
    finally: print("close", n)
async def gen(n):
    for i in range(n):
        await asyncio.sleep(0); yield i
async def worker(q, name, out):
    while True:
        x = await q.get()
        try:
            if x is None: return
            await asyncio.sleep(0.001 * x); out.append((name, x * x))
        finally: q.task_done()
async def fail(d):
    await asyncio.sleep(d); raise ValueError(d)
async def main():
    async with Res(), cm(3) as v: print(v, [i async for i in gen(4) if i % 2 == 0], {i: i * i async for i in gen(3)})
    q, out = asyncio.Queue(), []
    async with asyncio.TaskGroup() as tg:
        for n in "ab": tg.create_task(worker(q, n, out))
        for i in range(6): await q.put(i)
        await q.join()
        for _ in "ab": await q.put(None)
    print(sorted(x for _, x in out))
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(fail(0)); tg.create_task(fail(0)); tg.create_task(asyncio.sleep(10))
    except* ValueError as eg: print(eg, [e.args for e in eg.exceptions])
    try:
        async with asyncio.timeout(0.01): await asyncio.sleep(1)
    except TimeoutError as e: print("timeout", repr(e))
    print(await asyncio.gather(*(asyncio.to_thread(lambda i=i: i * 2) for i in range(4)), return_exceptions=True))
    r = await asyncio.gather(fail(0), asyncio.sleep(0, "ok"), return_exceptions=True); print(r)
    async def ctx(i): var.set(i); await asyncio.sleep(0); return var.get()
    print(await asyncio.gather(*map(ctx, range(3))), var.get())
    t = asyncio.create_task(asyncio.sleep(5)); await asyncio.sleep(0); t.cancel("why")
    try: await t
    except asyncio.CancelledError as e: print("cancelled", e)
    srv = await asyncio.start_server(echo, "127.0.0.1", 0); port = srv.sockets[0].getsockname()[1]
    rd, wr = await asyncio.open_connection("127.0.0.1", port); wr.write(b"hello\nworld\n"); await wr.drain()
    print(await rd.readline(), await rd.readline()); wr.close(); await wr.wait_closed(); srv.close()
    p = await asyncio.create_subprocess_exec(sys.executable, "-c", "print(input()[::-1])", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE); print(await p.communicate(b"abc\n"), p.returncode)
    ev, lock, sem = asyncio.Event(), asyncio.Lock(), asyncio.Semaphore(2)
    async def w():
        async with lock, sem: await ev.wait(); return 1
    ts = [asyncio.create_task(w())]; asyncio.get_running_loop().call_later(0.005, ev.set); print(await asyncio.wait_for(ts[0], 1))
    async for f in agen_close(): print(f); break
async def agen_close():
    try:
        yield 1; yield 2
    finally: print("agen closed")
async def echo(r, w):
    while line := await r.readline(): w.write(line.upper()); await w.drain()
    w.close()
asyncio.run(main())
with concurrent.futures.ThreadPoolExecutor(3) as ex:
    print(list(ex.map(pow, range(5), [2] * 5)), [f.result() for f in concurrent.futures.as_completed([ex.submit(sum, [1, 2])])])
    f = ex.submit(lambda: 1 / 0); print(repr(f.exception()))
lock, n = threading.Lock(), 0
def inc():
    global n
    for _ in range(2000):
        with lock: n += 1
ts = [threading.Thread(target=inc) for _ in range(4)]; [t.start() for t in ts]; [t.join() for t in ts]; print(n)
async def never(): pass
never()
asyncio.run(fail(0))
