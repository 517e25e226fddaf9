import asyncio
async def level2(n):
    await asyncio.sleep(0)
    return 10 // n
async def level1():
    results = [await level2(i) for i in (2, 1, 0)]
    return results
async def main():
    task = asyncio.create_task(level1())
    print("waiting")
    await task
async def never_awaited(): pass
main_result = level2(1)
main_result.close()
print("start")
main_coro = level1()
main_coro.close()
class Manager:
    async def __aenter__(self): print("enter"); return self
    async def __aexit__(self, *a): print("exit", a[0].__name__)
async def wrapped():
    async with Manager():
        try:
            await level1()
        finally:
            print("cleanup")
try: asyncio.run(wrapped())
except ZeroDivisionError as e: print("caught", e)
import sys
try: asyncio.run(main())
except ZeroDivisionError as e:
    frames = []
    tb = e.__traceback__
    while tb:
        if tb.tb_frame.f_code.co_filename.endswith("uncaught_task.py"): frames.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    print(frames)
class Loop:
    def __await__(self): yield from iter([])
async def direct():
    await Loop()
    raise LookupError("direct")
direct().send(None)
