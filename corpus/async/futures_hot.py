"""Futures, tasks and contexts in loops that run often: callbacks, results, who awaits whom, classes derived from Future with and without a `__del__`, and what
is said of an exception that nobody asked for."""
import asyncio
import contextvars
import functools
import gc
import sys

var = contextvars.ContextVar("var", default=0)


class Plain(asyncio.Future):
    pass


class Slotted(asyncio.Future):
    __slots__ = ("extra",)


class Loud(asyncio.Future):
    count = 0

    def __del__(self):
        Loud.count += 1
        super().__del__()


class Named(asyncio.Task):
    def __hash__(self):
        Named.asked += 1
        return 7

    def __eq__(self, other):
        return self is other
    asked = 0


class OwnLoop(asyncio.SelectorEventLoop):
    """A loop with methods of its own."""
    soon = debugs = 0

    def call_soon(self, callback, *args, context=None):
        OwnLoop.soon += 1
        return super().call_soon(callback, *args, context=context)

    def get_debug(self):
        OwnLoop.debugs += 1
        return super().get_debug()


async def callbacks(n):
    """Added while pending, added when done, removed."""
    loop = asyncio.get_running_loop()
    seen = []
    for kind in asyncio.Future, Plain, Slotted:
        futures = [kind(loop=loop) for _ in range(n)]
        for i, f in enumerate(futures):
            f.add_done_callback(lambda g, i=i: seen.append((i, g.result())))
            if i % 3 == 0:
                f.add_done_callback(print)
                f.remove_done_callback(print)
            if i % 5 == 0:
                f.set_result(i)
                f.add_done_callback(functools.partial(lambda i, g: seen.append((-i, g.done())), i))
        done = pending = 0
        for f in futures:
            if f.done():
                done += 1
            else:
                pending += 1
                f.set_result(-1)
        await asyncio.sleep(0)
        print(kind.__name__, done, pending, len(seen), seen[:4], sum(x for x, _ in seen))
        seen.clear()


async def contexts(n):
    """A callback's context is that of the time when it was added."""
    loop, out = asyncio.get_running_loop(), []
    futures = []
    for i in range(n):
        f = loop.create_future()
        var.set(i)
        f.add_done_callback(lambda g: out.append(var.get()))
        futures.append(f)
    var.set(-1)
    for f in futures:
        f.set_result(None)
    await asyncio.sleep(0)
    print("contexts", out == list(range(n)), var.get())

    def add(a, b=1, *c, k=0):
        var.set(a)
        return a + b + sum(c) + k
    contexts = [contextvars.copy_context() for _ in range(4)]
    total = 0
    for i in range(n):
        args = (i, 2, 3) if i % 2 else (i,)
        total += contexts[i % 4].run(add, *args) + contexts[i % 4].run(add, i, k=i)
        call = contexts[i % 4].run
        total += call(add, *args, **({"k": 1} if i % 7 == 0 else {}))
    print(total, [c[var] for c in contexts], var.get())
    for bad in (), (1,):
        for i in range(30):
            try:
                contexts[0].run(*bad)
            except TypeError as e:
                message = str(e)
        print(message)
    try:
        contexts[0].run(contexts[0].run, add, 1)
    except RuntimeError as e:
        print("cannot enter" in str(e))


async def outcomes(n):
    loop, got = asyncio.get_running_loop(), {}
    for i in range(n):
        f = Plain(loop=loop) if i % 2 else loop.create_future()
        if i % 4 == 0:
            f.set_result(i)
        elif i % 4 == 1:
            f.set_exception(ValueError(i))
        elif i % 4 == 2:
            f.cancel("stop")
        for ask in f.result, f.exception:
            try:
                r = ask()
            except (Exception, asyncio.CancelledError) as e:
                r = e
            key = ask.__name__, type(r).__name__
            got[key] = got.get(key, 0) + 1
        f.cancelled(), f.get_loop() is loop
        f._asyncio_future_blocking = False
        assert f._loop is loop and f._source_traceback is None and f._log_traceback is False
    print(sorted(got.items()))


async def awaited(n):
    """Who awaits a future: one task, several, tasks that are hashed in Python."""
    f = asyncio.get_running_loop().create_future()

    async def wait():
        return await f
    tasks = [asyncio.create_task(wait()) for _ in range(3)] + [Named(wait(), loop=asyncio.get_running_loop()) for _ in range(3)]
    await asyncio.sleep(0)
    for _ in range(n):
        for t in tasks:
            asyncio.future_add_to_awaited_by(f, t)
    print(len(f._asyncio_awaited_by), Named.asked > n)
    for i in range(n):
        for t in tasks[:2]:
            asyncio.future_discard_from_awaited_by(f, t)
        assert asyncio.current_task() is asyncio.current_task(asyncio.get_running_loop())
        assert asyncio._get_running_loop() is f.get_loop()
    print(len(f._asyncio_awaited_by))
    f.set_result(5)
    print(await asyncio.gather(*tasks), f._asyncio_awaited_by)
    t = asyncio.current_task()
    for i in range(n):
        t._log_destroy_pending = i % 2 == 0
    print(t._log_destroy_pending)
    t._log_destroy_pending = True


async def dropped(n):
    """Exceptions that nobody asked for."""
    loop, said = asyncio.get_running_loop(), {}

    def handler(loop, context):
        m = context["message"]
        said[m] = said.get(m, 0) + 1
    loop.set_exception_handler(handler)

    def drop():
        for kind in asyncio.Future, Plain, Slotted, Loud:
            for i in range(n):
                f = kind(loop=loop)
                if i % 4 == 0:
                    f.set_exception(KeyError(i))
                elif i % 4 == 1:
                    f.set_result(i)
                elif i % 4 == 2:
                    f.set_exception(KeyError(i))
                    f.exception()

    drop()
    for _ in range(3):
        [object() for _ in range(100)]
        gc.collect()
    print(sorted((k, v >= n // 4 - 3) for k, v in said.items()), Loud.count >= n - 3)


async def tree(level):
    if level == 0:
        return 1
    return 1 + sum(await asyncio.gather(*[tree(level - 1) for _ in range(4)]))


async def grouped(level, count):
    count[0] += 1
    if level:
        async with asyncio.TaskGroup() as g:
            for _ in range(4):
                g.create_task(grouped(level - 1, count))


async def main():
    await callbacks(200)
    await contexts(200)
    await outcomes(200)
    await awaited(60)
    await dropped(80)
    print(await tree(4))
    count = [0]
    await grouped(4, count)
    print(count)
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    print(await tree(4))
    await grouped(4, count)
    print(count)

asyncio.run(main())
with asyncio.Runner(loop_factory=OwnLoop) as r:
    print(r.run(tree(3)))
print(OwnLoop.soon > 100, OwnLoop.debugs > 100)

COROUTINES = [hasattr(type(x), "_asyncio_future_blocking") for x in [main, 3, "a", asyncio.Future.__new__(asyncio.Future)] * 30]
print(COROUTINES[:4], sum(COROUTINES))
