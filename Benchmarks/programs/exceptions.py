"""Raising and catching: near, through frames, with finally, and try blocks that do not raise."""
SIZE, QUICK = 500_000, 50_000


class Odd(Exception):
    def __init__(self, value):
        super().__init__(value)
        self.value = value


def check(i):
    if i % 3 == 0:
        raise Odd(i)
    return i


def deep(i, depth):
    if depth:
        return deep(i, depth - 1)
    return check(i)


def run(n):
    caught = total = closed = 0
    table = {i: i for i in range(0, 100, 2)}
    for i in range(n):
        try:
            total += check(i)
        except Odd as e:
            caught += e.value % 7
        try:
            total += table[i % 100]
        except KeyError:
            caught += 1
        finally:
            closed += 1
    for i in range(n // 10):
        try:
            total += deep(i, 5)
        except Odd:
            caught += 1
    return total, caught, closed
