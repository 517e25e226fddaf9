"""A function that gives itself another code while it runs: the code it had is needed until it returns."""
import gc

TEXT = """def f(g, n):
    t = 0
    f.__code__ = g.__code__
    gc.collect()
    junk = [[i] for i in range(2000)]
    for i in range(n):
        t += len([i, 'abc', (1, 2)]) + len("x%d" % i)
    def inner(a=[1, 2]): return a + [n]
    return t, inner()
def steps(g, n):
    steps.__code__ = g.__code__
    gc.collect()
    for i in range(n):
        yield [i, "a%d" % i]
def g(g, n): return n
"""
for i in range(40):
    space = {"gc": gc}
    exec(TEXT, space)
    f, steps, g = space["f"], space["steps"], space.pop("g")
    given = f(g, 200)
    it = steps(f, 300)
    first = next(it)
    gc.collect()
    junk = [bytearray(100) for _ in range(3000)]
    items = list(it)
print(given, f(g, 3), first, len(items), items[-1], steps(g, 5))
