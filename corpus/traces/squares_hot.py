# x ** 2, x ** 3 and x ** 0.5 in hot loops are what pow of the C library gives, to the last bit.
import random


def squares(xs):
    t = u = 0.0
    for x in xs:
        t += x ** 2
        u = u * 0.5 + x ** 2.0
    return t.hex(), u.hex()


def cubes(xs):
    t = 0.0
    for x in xs:
        t += x ** 3 - (-x) ** 3.0
    return t.hex()


def roots(xs):
    t = 0.0
    for x in xs:
        t += (x * x) ** 0.5 + abs(x) ** 0.5
    return t.hex()


r = random.Random(7)
xs = [r.uniform(-10, 10) for _ in range(4000)]
print(squares(xs), cubes(xs), roots(xs))
ys = [r.random() * 10.0 ** r.randrange(-200, 100) for _ in range(4000)]
print([hash(tuple(y ** e for y in ys)) for e in (2, 2.0, 3, 0.5)])
for bad in 1e200, float("inf"), float("-inf"), float("nan"), -0.0, 5e-324, 3, 10**40, True, "x":
    try:
        print(repr(bad), squares(xs[:200] + [bad]))
    except (OverflowError, TypeError) as e:
        print(repr(bad), type(e).__name__, e)
    try:
        print(repr(bad), roots(xs[:200] + [bad]))
    except (OverflowError, TypeError) as e:
        print(repr(bad), type(e).__name__, e)
