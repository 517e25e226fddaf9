# Coroutines driven by hand.
import types, inspect, sys
class Trap:
    def __init__(self, v): self.v = v
    def __await__(self): got = yield ("trap", self.v); return got
async def inner(n):
    print("inner", n); r = await Trap(n); print("resumed with", r); return r * 2
async def outer():
    a = await inner(1)
    try: b = await inner(2)
    except ValueError as e: print("caught", e); b = 0
    return a + b
c = outer(); print(type(c).__name__, inspect.iscoroutine(c), inspect.getcoroutinestate(c), c.cr_running, c.cr_await)
print(c.send(None), c.send(10), inspect.getcoroutinestate(c), type(c.cr_await).__name__)
try: c.throw(ValueError("thrown"))
except StopIteration as e: print("result", e.value)
try: c.send(None)
except RuntimeError as e: print(e)
def run(coro, *values):
    values, out, v = list(values), [], None
    try:
        while True: out.append(coro.send(v)); v = values.pop(0) if values else None
    except StopIteration as e: return out, e.value
print(run(outer(), 3, 4))
async def raiser(): await Trap("x"); raise KeyError("from coroutine")
try: run(raiser())
except KeyError as e: print(repr(e))
class ACM:
    def __init__(self, n, s=False): self.n, self.s = n, s
    async def __aenter__(self): print("aenter", self.n); await Trap("enter"); return self.n
    async def __aexit__(self, t, v, tb): print("aexit", self.n, t and t.__name__); await Trap("exit"); return self.s
async def use():
    async with ACM("a") as x, ACM("b", True) as y: print(x, y); raise ValueError("in body")
    async with (ACM("c"),): return "returned from async with"
print(run(use()))
class AIt:
    def __init__(self, n): self.n, self.i = n, 0
    def __aiter__(self): return self
    async def __anext__(self):
        if self.i >= self.n: raise StopAsyncIteration
        self.i += 1; await Trap(("next", self.i)); return self.i
async def loop():
    async for x in AIt(3):
        if x == 2: continue
        print("x", x)
    else: print("async else")
    async for x in AIt(5):
        if x == 2: break
    else: print("no")
    return [x async for x in AIt(2)], {x: x async for x in AIt(2) if x > 1}, {x async for x in AIt(2)}, [y for x in [1, 2] for y in [await inner2(x)]], [x async for x in agen(2)]
async def inner2(x): return x * 10
async def agen(n):
    for i in range(n): got = yield i; await Trap(("agen", i, got))
print(run(loop()))
async def drive():
    g = agen(3); print(await g.__anext__(), await g.asend("hello"), await anext(g), await anext(g, "default"))
    g = agen(2); await anext(g)
    try: await g.athrow(ValueError("into agen"))
    except ValueError as e: print("out", e)
    g = agen(2); await anext(g); await g.aclose(); print([x async for x in g]); print([x async for x in (y * 2 async for y in agen(2))]); return type(g).__name__, g.ag_running, g.ag_frame
print(run(drive()))
@types.coroutine
def legacy(): r = yield "legacy"; return r
async def uses_legacy(): return await legacy()
print(run(uses_legacy(), "val"))
async def bad(what): return await what
for w in (5, None, [1], "s", (x for x in ())):
    try: run(bad(w))
    except TypeError as e: print(e)
async def bad_for():
    async for x in [1]: pass
async def bad_with():
    async with 5: pass
async def bad_with2():
    with ACM("x"): pass
async def bad_iter():
    for x in AIt(1): pass
for f in (bad_for, bad_with, bad_with2, bad_iter):
    try: run(f())
    except TypeError as e: print(e)
class BadAwait:
    def __await__(self): return 5
class BadAiter:
    def __aiter__(self): return 5
class BadAnext:
    def __aiter__(self): return self
    def __anext__(self): return 5
async def ba():
    async for x in BadAiter(): pass
async def bn():
    async for x in BadAnext(): pass
for f in (lambda: bad(BadAwait()), ba, bn):
    try: run(f())
    except TypeError as e: print(e)
c = inner(5); c.close(); c = inner(6); c.send(None); c.close()
async def fin():
    try: await Trap(1)
    finally: print("cleanup")
c = fin(); c.send(None); c.close(); lam = lambda: (await_ for await_ in [1]); print(list(lam()))
async def twice():
    c = inner2(1); r = await c
    try: await c
    except RuntimeError as e: return r, str(e)
print(run(twice()))
async def stop(): raise StopIteration("x")
try: run(stop())
except RuntimeError as e: print(e)
async def agen_ret():
    yield 1
    return
async def agen_stop(): yield 1; raise StopAsyncIteration
async def d2():
    try: return [x async for x in agen_stop()]
    except RuntimeError as e: return str(e)
print(run(d2())); print(inspect.iscoroutinefunction(outer), inspect.isasyncgenfunction(agen), inspect.isawaitable(Trap(1)), outer.__code__.co_flags & 0x80 != 0)
