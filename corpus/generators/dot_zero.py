"""A generator expression's frame shows what it runs over."""
import asyncio
import inspect


def kinds(d):
    return {k: type(v).__name__ for k, v in d.items()}


g = (x * y for x in range(3) for y in "ab")
print(kinds(inspect.getgeneratorlocals(g)))
next(g)
print(kinds(inspect.getgeneratorlocals(g)), kinds(g.gi_frame.f_locals))
print(list(g), inspect.getgeneratorlocals(g))


def f(a):
    b = 1
    return (b + i + a for i in range(2, 4))


h = f(5)
next(h)
print(kinds(inspect.getgeneratorlocals(h)), next(h))
print((lambda: (sorted(locals()) for i in "a"))().__next__())
print((x for x in []).gi_code.co_varnames, (x for x in []).gi_code.co_argcount, (lambda: (x for x in [y for y in b])).__code__.co_varnames)
print([sorted(locals()) for i in "a"] if 0 else [i for i in "a"])


async def numbers():
    yield 1


async def main():
    a = (x async for x in numbers())
    print(kinds(a.ag_frame.f_locals), kinds(inspect.getasyncgenlocals(a)))
    await a.aclose()


asyncio.run(main())
