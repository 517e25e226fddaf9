"""Closures: cells read and written, functions made in loops, composition."""
SIZE, QUICK = 700_000, 70_000


def counter():
    n = 0

    def step(by):
        nonlocal n
        n = (n + by) % 100_003
        return n
    return step


def compose(f, g):
    return lambda x: f(g(x))


def run(n):
    step = counter()
    total = 0
    for i in range(n):
        total += step(i)
    f = compose(lambda x: x + 1, compose(lambda x: x * 2, lambda x: x - 3))
    for i in range(n):
        total += f(i)
    adders = [lambda x, k=k: x + k for k in range(10)]
    for i in range(n // 10):
        for add in adders:
            total += add(i)
    return total
