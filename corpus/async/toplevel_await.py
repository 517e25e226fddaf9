"""Statements of a prompt that awaits: PyCF_ALLOW_TOP_LEVEL_AWAIT in the mode `single`."""
import ast
import asyncio
import inspect


async def f(x):
    await asyncio.sleep(0)
    return x


namespace = {"f": f, "asyncio": asyncio}


async def run(text):
    code = compile(text, "<text>", "single", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    if code.co_flags & inspect.CO_COROUTINE:
        await eval(code, namespace)
    else:
        exec(code, namespace)


async def main():
    for text in ["await f(1)", "await f(2) + await f(3)", "x = await f(4)", "x", "[await f(i) for i in range(3)]", "print(await f(5)); await f(6)"]:
        await run(text)

asyncio.run(main())
