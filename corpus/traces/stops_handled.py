"""`except StopIteration` around `next` and `send` in traces: the end of the generator as a branch."""
import contextlib


def count(n):
    for i in range(n):
        yield i
    return n


def first(g):
    try:
        return next(g)
    except StopIteration:
        return None


def ends(n):
    s, none = 0, 0
    for k in range(n):
        g = count(k % 3)
        for _ in range(3):
            x = first(g)
            if x is None:
                none += 1
            else:
                s += x
    return s, none


def loop(n):
    s = 0
    for k in range(n):
        g = count(3)
        while True:
            try:
                x = next(g)
            except StopIteration:
                break
            s += x
        else:
            s = -1
    return s


def passing(n):
    s = 0
    for k in range(n):
        g = count(k % 2)
        try:
            s += 1
            next(g)
            s += 10
        except StopIteration:
            pass
        else:
            s += 100
        finally:
            s += 1000
    return s


def sending(n):
    def echo():
        x = yield
        while x:
            x = yield x

    s = 0
    for k in range(n):
        g = echo()
        next(g)
        for v in (3, 2, 0):
            try:
                s += g.send(v)
                s += 1
            except StopIteration:
                continue
            s += 2
    return s


def looking(n):
    import sys
    out = 0
    for k in range(n):
        g = count(k % 2)
        try:
            next(g)
        except StopIteration as e:
            out += e.value is not None and e.value == 0
        try:
            next(g)
        except StopIteration:
            out += sys.exc_info()[0] is StopIteration
    return out


def other_errors(n):
    def bad(k):
        yield 1
        if k % 50 == 49:
            raise ValueError(k)

    out = [0, 0]
    for k in range(n):
        g = bad(k)
        next(g)
        try:
            try:
                next(g)
            except StopIteration:
                pass
        except ValueError:
            out[0] += 1
        out[1] += 1
    return out


def shadowed(n):
    StopIteration = KeyError
    out = 0
    for k in range(n):
        g = count(0)
        try:
            try:
                next(g)
            except StopIteration:
                out -= 1
        except Exception:
            out += 1
    return out


@contextlib.contextmanager
def doubled(x):
    yield x * 2


def contexts(n):
    s = 0
    for i in range(n):
        with doubled(i) as y:
            s += y
    return s


print(ends(400), loop(200), passing(400), sending(200), looking(300), other_errors(300), shadowed(200), contexts(300))
