# Where an error inside a generator expression is seen in the call that consumes it: of tuple, any and all it is the name alone.
import traceback


def bad():
    raise ValueError(2)


def a(): return tuple(1 if x != 3 else bad() for x in range(5)) + (1,)
def b(): return list(1 if x != 3 else bad() for x in range(5))
def c(): return set(1 if x != 3 else bad() for x in range(5))
def d(): return any(0 if x != 3 else bad() for x in range(5))
def e(): return all(1 if x != 3 else bad() for x in range(5))
def f(): return sum(1 if x != 3 else bad() for x in range(5))
def g(): return frozenset(1 if x != 3 else bad() for x in range(5))
def h(): return max((1 if x != 3 else bad() for x in range(5)))
def i(): return sorted((1 if x != 3 else bad()) for x in range(5))
def j(): return ", ".join(str(x) if x != 3 else bad() for x in range(5))


def k():
    g = (0 if x != 3 else bad() for x in range(5))
    return any(g)


class Truth:
    def __bool__(self):
        bad()


def l(): return any(Truth() for x in range(5))
def m(any=tuple): return any(0 if x != 3 else bad() for x in range(5))


for f in a, b, c, d, e, f, g, h, i, j, k, l, m:
    try:
        f()
    except ValueError as error:
        print("".join(traceback.format_exception(error)))
    for _ in range(3):
        try:
            f()
        except ValueError as error:
            lines = [t.colno for t in traceback.extract_tb(error.__traceback__)]
    print(lines)
