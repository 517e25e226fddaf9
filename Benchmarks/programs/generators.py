"""Generators: pipelines, send, yield from, recursion."""
SIZE, QUICK = 900_000, 90_000


def numbers(n):
    i = 0
    while i < n:
        yield i
        i += 1


def evens(it):
    for x in it:
        if x % 2 == 0:
            yield x


def pairs(it):
    for x in it:
        yield x, x * x


def walk(low, high):
    if low < high:
        middle = (low + high) // 2
        yield from walk(low, middle)
        yield middle
        yield from walk(middle + 1, high)


def average():
    total = count = 0
    value = 0
    while True:
        x = yield value
        total += x
        count += 1
        value = total // count


def run(n):
    total = sum(a + b for a, b in pairs(evens(numbers(n))))
    tree = sum(walk(0, n // 4))
    avg = average()
    next(avg)
    last = 0
    for i in range(n // 2):
        last = avg.send(i)
    return total, tree, last
