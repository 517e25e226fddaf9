"""`with` over managers with methods in Python: inlined in traces, and all the ways out of them."""
import contextlib


class Count:
    def __init__(self):
        self.inside = self.outside = 0
        self.swallow = False

    def __enter__(self):
        self.inside += 1
        return self.inside

    def __exit__(self, kind, value, traceback):
        self.outside += 1 if kind is None else 1000
        return self.swallow


def plain(n):
    c, s = Count(), 0
    for i in range(n):
        with c as k:
            s += k * i
    return s, c.inside, c.outside


def nested(n):
    a, b, s = Count(), Count(), 0
    for i in range(n):
        with a as x, b as y:
            if i % 7 == 3:
                continue
            s += x + y
            if i == n - 2:
                break
    return s, a.inside, a.outside, b.inside, b.outside


def returning(c, i):
    with c:
        if i % 3:
            return i
        i += 1
    return -i


def returns(n):
    c, s = Count(), 0
    for i in range(n):
        s += returning(c, i)
    return s, c.inside, c.outside


def raising(n):
    c, s = Count(), 0
    c.swallow = True
    for i in range(n):
        with c:
            if i % 40 == 39:
                raise ValueError(i)
            s += i
    return s, c.inside, c.outside


class Fails(Count):
    def __enter__(self):
        if self.inside % 50 == 49:
            self.inside += 1
            raise KeyError("enter")
        return super().__enter__()

    def __exit__(self, *rest):
        self.outside += 1
        if self.outside % 60 == 59:
            raise KeyError("exit")


def failing(n):
    c, out = Fails(), []
    for i in range(n):
        try:
            with c:
                out.append(i)
        except KeyError as e:
            out.append(str(e))
    return len(out), out.count("'enter'"), out.count("'exit'"), c.inside, c.outside


def changing(n):
    class M:
        def __enter__(self): return 1
        def __exit__(self, *rest): out[0] += 1

    out, m, s = [0], M(), 0
    for i in range(n):
        with m as x:
            s += x
            if i == 250:
                M.__exit__ = lambda self, *rest: out.__setitem__(0, out[0] + 100)
            if i == 350:
                M.__enter__ = lambda self: 10
    return s, out[0]


def in_generator(n):
    c = Count()

    def g():
        for i in range(n):
            with c as k:
                yield k + i

    s = sum(g())
    for x in g():
        s += x
        if x > n:
            break
    return s, c.inside


@contextlib.contextmanager
def managed(log, i):
    log[0] += 1
    try:
        yield i * 2
    except ValueError:
        log[2] += 1
    finally:
        log[1] += 1


def contexts(n):
    log, s = [0, 0, 0], 0
    for i in range(n):
        with managed(log, i) as x:
            if i % 30 == 29:
                raise ValueError
            s += x
    return s, log


print(plain(500), nested(400), returns(400))
print(raising(400), failing(500), changing(500))
print(in_generator(300), contexts(400))
