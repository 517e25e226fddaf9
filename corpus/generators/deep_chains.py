# Long chains of delegation: whoever looks at one in the middle, resumes it, throws into it or shares it.
import inspect
import sys
import types


def chain(depth, made, body):
    """A generator that delegates to a shallower one; all are noted."""
    if depth:
        g = chain(depth - 1, made, body)
        made.append(g)
        result = yield from g
        return (result or 0) + 1
    return (yield from body())


def numbers():
    total = 0
    for i in range(6):
        total += (yield i) or 0
    return total


def build(depth=8, body=numbers):
    made = []
    g = chain(depth, made, body)
    made.append(g)
    first = next(g)
    return g, made, first


def states(made):
    return [inspect.getgeneratorstate(x)[4:] for x in made]


def drain(g):
    out = []
    try:
        while True:
            out.append(next(g))
    except StopIteration as e:
        return out, e.value


print("whole", drain(build()[0]))
g, made, _ = build()
made = made[:-1][::-1]
print("sent", [g.send(x) for x in (10, 20, 30)], drain(g))

g, made, _ = build()
next(g)
print(states(made), made[0].gi_yieldfrom is made[1], made[4].gi_running)
print("middle", next(made[4]), next(g), next(made[2]), next(g))
print(drain(made[3]), states(made))
try:
    next(g)
except StopIteration as e:
    print("end", e.value)


def looks():
    for i in range(3):
        for x in seen[0]:
            try:
                next(x)
            except ValueError as e:
                text = str(e)
        f, depth = sys._getframe(), 0
        while f.f_code is not drain.__code__ and f.f_back:
            f, depth = f.f_back, depth + 1
        yield text, all(x.gi_running for x in seen[0]), depth


seen = [[]]
made = []
g = chain(8, made, looks)
made.append(g)
seen[0] = made
print("running", drain(g)[0][:2], states(made))

# Exceptions: through all, thrown in at the top and in the middle, caught half way.


class Stop(Exception):
    pass


def raises():
    yield 1
    yield 2
    raise Stop("below")


def catches(depth):
    try:
        yield from chain(depth, [], raises)
    except Stop as e:
        tb, n = e.__traceback__, 0
        while tb:
            tb, n = tb.tb_next, n + 1
        yield str(e), n
        yield sys.exception() is e
    yield "after", sys.exception()


def over(depth):
    if depth:
        yield from over(depth - 1)
    else:
        yield from catches(6)


print("raised", list(over(6)))

for place in (0, 3, 7):
    g, made, _ = build()
    next(g)
    made.reverse()
    try:
        made[place].throw(Stop("thrown"))
    except Stop as e:
        print(place, e, states(made), end=" ")
    print(drain(g))

g, made, _ = build()
next(g)
made[3].close()
print("closed", states(made), drain(g))
g, made, _ = build()
next(g), g.close()
print("closed", states(made))


def swallows():
    while True:
        try:
            yield "in"
        except Stop:
            yield "swallowed"


g, made, _ = build(body=swallows)
print(next(g), g.throw(Stop()), next(g), next(g), g.throw(Stop()), states(made)[:2])

# Two that delegate to the same.
shared = []
inner = chain(6, shared, numbers)


def outer(n):
    if n:
        return (yield from outer(n - 1))
    return "got", (yield from inner)


a, b = outer(7), outer(6)
print([next(a), next(b), next(a), next(b), next(inner), next(a)])
for x in (b, a, b):
    try:
        print(next(x))
    except StopIteration as e:
        print("end", e.value)


# A chain that is part of another one later.
g, made, _ = build()
next(g), next(g)


def late(n):
    if n:
        yield from late(n - 1)
    else:
        yield "late"
        yield from g


print(list(late(6)))

# Handlers within the chain.


def handling(n):
    if n == 3:
        try:
            raise Stop("context")
        except Stop:
            yield from handling(n - 1)
            yield repr(sys.exception())
    elif n:
        yield from handling(n - 1)
    else:
        for i in range(3):
            yield repr(sys.exception())
    yield n, sys.exception()


print(list(handling(9)))

# Trees, with other generators running within.


def walk(lo, hi):
    if lo < hi:
        i = (lo + hi) // 2
        yield from walk(lo, i)
        yield i
        if i % 97 == 0:
            assert sum(walk(lo, i)) == sum(range(lo, i))
        yield from walk(i + 1, hi)


print(list(walk(0, 1000)) == list(range(1000)))
pair = zip(walk(0, 500), walk(500, 1000))
print(sum(x * y for x, y in pair))


def both(lo, hi, n=0):
    for x in walk(lo, hi):
        yield x
        if n < 6 and x % 50 == 0:
            yield from both(lo, x, n + 1)


print(sum(both(0, 200)))


def dive(n):
    yield n
    yield from dive(n + 1)


deepest = 0
try:
    for deepest in dive(0):
        pass
except RecursionError:
    print("too deep", deepest > 500)


@types.coroutine
def pause(x):
    return (yield x)


async def wait(n):
    if n:
        return await wait(n - 1) + 1
    return await pause("p") + await pause("q")


c = wait(9)
print(c.send(None), c.send(1), c.cr_running, c.cr_await is not None)
try:
    c.send(2)
except StopIteration as e:
    print(e.value)


async def items(n):
    for i in range(n):
        yield await wait(7) + i


async def collect():
    return [x async for x in items(3)]


c = collect()
c.send(None)
try:
    while True:
        c.send(5)
except StopIteration as e:
    print(e.value)
frames = []


def framed():
    for i in range(3):
        frames.append(sys._getframe(3))
        yield i


g = build(body=framed)[0]
next(g)
print(frames[0] is frames[1], frames[0].f_back, frames[0].f_locals["depth"], frames[0].f_generator is not None)
print(drain(g), frames[0].f_back)
