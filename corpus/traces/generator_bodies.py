"""Bodies of coroutines that no loop surrounds are compiled from their beginning: recursion through `await`, what suspends, raises, looks at frames; and generators beside them."""
import subprocess
import sys
import traceback


class Pause:
    """Suspends once, with a value, and gives what is sent."""
    def __init__(self, value): self.value = value
    def __await__(self): return (yield self.value)


async def fibonacci(n):
    if n <= 1:
        return n
    return await fibonacci(n - 1) + await fibonacci(n - 2)


def finish(coroutine, sent=None):
    seen = []
    try:
        seen.append(coroutine.send(None))
        while True:
            seen.append(coroutine.send(sent))
    except StopIteration as e:
        return e.value, seen


async def pausing(n):
    if n == 0:
        return await Pause("leaf")
    a = n * 2
    r = await pausing(n - 1)
    return (a, r)


async def sometimes(n, log):
    try:
        if n % 3 == 0:
            await Pause(n)
        if n % 7 == 0:
            raise ValueError(n)
        return n
    finally:
        log.append(n)


async def catching(n, log):
    try:
        return await sometimes(n, log)
    except ValueError as e:
        return "caught %s %s" % (e, e.__traceback__.tb_next.tb_frame.f_code.co_name)


async def failing(n):
    if n:
        return await failing(n - 1)
    return [][n]


def tree(depth):
    if depth:
        yield from tree(depth - 1)
        yield depth
        yield from tree(depth - 1)
    return depth


def received(n):
    k = n + 1
    x = yield k
    y = (yield x) + (yield k)
    return x, y, k


def closing(log, n):
    m = n * n
    try:
        yield m
    except KeyError as e:
        log.append("thrown %s %s" % (e.args, m))
        yield "after"
    finally:
        log.append(("closed", n, m))


def keeps(n):
    """Cells and free variables."""
    total = n
    def add(x):
        nonlocal total
        total += x
        return total
    yield add
    yield total


def looks(n):
    frame = sys._getframe()
    local = n * 3
    yield frame.f_code.co_name, sorted(frame.f_locals), frame.f_back.f_code.co_name
    local += 1
    yield frame.f_locals["local"], frame.f_lineno - frame.f_code.co_firstlineno


def ends_at_once(n):
    if n < 0:
        yield n
    return n


def many(*args, key=None, **rest):
    yield args, key, sorted(rest)


def main():
    print(finish(fibonacci(18)))
    for i in range(3):
        print(finish(pausing(5), i))
    total = 0
    for i in range(400):
        value, seen = finish(pausing(i % 4), i)
        total += i
        if seen != ["leaf"]:
            print("wrong", i, seen)
    print(value, total)
    log = []
    out = [finish(catching(i, log), i) for i in range(500)]
    print(out[:8], out[-3:], len(log), log[-3:])
    errors = []
    for i in range(400):
        c = failing(i % 5)
        try:
            c.send(None)
        except IndexError as e:
            errors.append([f.lineno - failing.__code__.co_firstlineno for f in traceback.extract_tb(e.__traceback__)][1:])
            if c.cr_frame is not None:
                print("a frame is left")
    print(errors[0], errors[-1], len(errors))
    print(sum(sum(tree(i % 6)) for i in range(400)))
    steps = []
    for i in range(500):
        g = received(i)
        first, second, third = next(g), g.send(i), g.send(2 * i)
        suspended = g.gi_frame.f_locals["k"], g.gi_suspended, g.gi_running
        try:
            g.send(5)
        except StopIteration as e:
            steps.append((first, second, third, suspended, e.value, g.gi_frame))
    print(steps[0], steps[250], steps[-1])
    log = []
    for i in range(400):
        g = closing(log, i)
        n = next(g)
        if i % 3 == 0:
            g.close()
        elif i % 3 == 1:
            print(end="" if g.throw(KeyError(i)) == "after" else "wrong")
            g.close()
        else:
            try:
                g.throw(ZeroDivisionError)
            except ZeroDivisionError:
                pass
    print(len(log), log[-5:])
    for i in range(400):
        g = keeps(i)
        add = next(g)
        add(i)
        r = add(1), next(g)
        look = looks(i)
        l = next(look), next(look)
        empty = list(ends_at_once(i)), list(ends_at_once(-i - 1))
        k = next(many(i, i + 1, key=i, z=1))
    print(r, l, empty, k)
    for i in range(350):
        c = fibonacci(i)
        c.close()
    started = tree(3)
    next(started)
    print(started.gi_yieldfrom.gi_yieldfrom.gi_frame.f_locals, started.gi_frame.f_lineno - tree.__code__.co_firstlineno)


PROGRAM = """
async def f(n):
    if n <= 1: return n
    return await f(n - 1) + await f(n - 2)
try: f(20).send(None)
except StopIteration as e: print(e.value)
"""


def compiled():
    """Whether the body got a trace of its own, in an implementation that can tell."""
    if sys.implementation.name != "dxpy":
        return True
    p = subprocess.run([sys.executable, "-X", "jit=on", "-X", "jit-threshold=20", "-X", "jit-log", "-c", PROGRAM], capture_output=True, text=True)
    return p.stdout == "6765\n" and " function in f line 2\n" in p.stderr


main()
print(compiled())
