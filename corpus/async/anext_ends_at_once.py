import builtins, asyncio
class A:
    def __init__(self, n): self.n = n
    def __aiter__(self): return self
    def __anext__(self):
        if self.n == 0: raise getattr(builtins, "StopAsyncIteration")()
        self.n -= 1
        f = asyncio.get_running_loop().create_future(); f.set_result(self.n)
        return f
class B(A):
    async def __anext__(self):
        if self.n == 0: raise StopAsyncIteration
        self.n -= 1
        return self.n
async def main():
    for c in A, B:
        async for x in c(3): print(x)
        else: print("else")
        print([x async for x in c(2)], {x async for x in c(1)})
        try:
            async for x in c(1): raise StopAsyncIteration("mine")
        except (StopAsyncIteration, RuntimeError) as e: print(type(e), e)
asyncio.run(main())
