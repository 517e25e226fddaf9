"""Where a read of a variable that has lost its value is reported, and which lines code has."""
import traceback


def tell(f, *args):
    try:
        print(f(*args))
    except NameError:
        print("".join(traceback.format_exc().split("\n", 3)[3:]))


def deleted_parameter(a, b):
    first = a + a
    for i in range(3):
        print(i, a, b, a)
        if i == 1: del a
    return first


def deleted_later(a, n):
    while n:
        n -= 1
        x = a; y = (a, x, x)
        if n == 1:
            del x, a
    return x, y


def handler_takes_it(e):
    print(e, e)
    try:
        e = 1 + e
        raise ValueError(e)
    except ValueError as e:
        print(repr(e), e.args)
    return [1, e]


def in_groups(e):
    try:
        raise ExceptionGroup("g", [OSError(e)])
    except* OSError as e:
        print(len(e.exceptions))
    return e


def branches(n):
    if n > 1:
        x = n
        print(x, x)
    elif n:
        y = x = 5
        print(x + y, x)
    else:
        y = 3
    return y * x


def loops(items):
    for k, (v, w) in items:
        print(k, v, w, k)
    else:
        z = 1
    print(z)
    return (k, v, z)


def tries(n):
    try:
        q = 10 // n
        r = q + q
    except ZeroDivisionError:
        r = -1
    finally:
        s = r
    print(s, r)
    return q


class Swallow:
    def __enter__(self): return self
    def __exit__(self, *exc): return True


def withs(n):
    with Swallow() as s:
        print(s is not None)
        t = 1 // n
        print(t, t)
    return (s is s, t)


def many():
    a0 = a1 = a2 = a3 = a4 = a5 = a6 = a7 = a8 = a9 = b0 = b1 = b2 = b3 = b4 = b5 = b6 = b7 = b8 = b9 = 1
    c0, c1, c2, c3, c4, c5, c6, c7, c8, c9 = d0, d1, d2, d3, d4, d5, d6, d7, d8, d9 = range(10)
    e0 = e1 = e2 = e3 = e4 = e5 = e6 = e7 = e8 = e9 = f0 = f1 = f2 = f3 = f4 = f5 = f6 = f7 = f8 = f9 = 2
    g0 = g1 = g2 = g3 = g4 = g5 = g6 = g7 = g8 = g9 = a0 + d9 + f9
    g9 += g9 + g9
    del g9, a0
    return (g8,
            g9)


def steps(n):
    while n:
        yield n, n
        m = n
        yield m, m
        n -= 1
        del m
    yield m


def lines(a, b):
    x = a
    return (a,
            b, a,
            x,
            [a for b in x
             if b],
            lambda: (a,
                     x))


tell(deleted_parameter, 1, 2)
tell(deleted_later, 1, 3)
tell(deleted_later, 1, 1)
tell(handler_takes_it, 4)
tell(in_groups, 4)
for n in 2, 1, 0: tell(branches, n)
tell(loops, [(1, (2, 3))])
tell(loops, [])
for n in 3, 0: tell(tries, n)
for n in 1, 0: tell(withs, n)
tell(many)
tell(lambda: list(steps(2)))
base = lines.__code__.co_firstlineno
print(sorted({l - base for _, _, l in lines.__code__.co_lines() if l}))
lines([1], 2)
