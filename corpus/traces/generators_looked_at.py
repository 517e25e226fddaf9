"""Generators that run as part of a trace, while others look at them, drive them, or end them."""
import sys
import traceback


def look(g):
    return g.gi_running, g.gi_suspended, g.gi_frame is not None and g.gi_frame.f_lineno - g.gi_code.co_firstlineno


def numbers(n):
    i = 0
    while i < n:
        yield i
        i += 1


def shared(n):
    g = numbers(n)
    out = []
    for x in g:
        if x % 100 == 99:
            out.append((x, next(g, None), look(g), g.gi_frame.f_locals["i"]))
    return len(out), out[-1], look(g)


def closed(n):
    g = numbers(n)
    t = 0
    for x in g:
        t += x
        if x == n - 50:
            g.close()
    return t, look(g)


def inward(n):
    me = yield None
    for i in range(n):
        k = peek(me, i)
        yield k


def peek(g, i):
    f = sys._getframe(1)
    if i % 250 == 3:
        return f.f_locals["i"], look(g), f.f_code.co_name, f.f_back.f_code.co_name
    return i


def looked_at(n):
    g = inward(n)
    next(g)
    g.send(g)
    return [x for x in g if type(x) is tuple]


def runs_itself(n):
    g = None

    def body():
        for i in range(n):
            if i == n - 10:
                try:
                    next(g)
                except ValueError as e:
                    yield str(e)
            yield i
    g = body()
    return [x for x in g if type(x) is str or x == n - 1]


def fails(i, n):
    if i == n - 7:
        raise KeyError(i)
    return i


def failing(n):
    for i in range(n):
        yield fails(i, n)


def caught(n):
    t = 0
    try:
        for x in failing(n):
            t += x
    except KeyError as e:
        return t, repr(e), [(s.name, s.line) for s in traceback.extract_tb(e.__traceback__)]


def stopping(n):
    for i in range(n):
        if i == n - 3:
            raise StopIteration(i)
        yield i


def stopped(n):
    t = 0
    try:
        for x in stopping(n):
            t += x
    except RuntimeError as e:
        return t, str(e), repr(e.__cause__)


def cleanup(n, log):
    try:
        for i in range(n):
            try:
                yield i
            finally:
                log.append(-i)
    finally:
        log.append("end")


def cleaned(n):
    log = []
    g = cleanup(n, log)
    t = 0
    for x in g:
        t += x
        if x == n - 20:
            break
    g.close()
    return t, len(log), log[-3:]


class Manager:
    entered = left = 0

    def __enter__(self):
        Manager.entered += 1
        return self

    def __exit__(self, *a):
        Manager.left += 1
        return False


def managed(n):
    for i in range(n):
        with Manager() as m:
            yield i


def uses_managed(n):
    return sum([x for x in managed(n)]), Manager.entered, Manager.left


def handled(n):
    for i in range(n):
        try:
            if i % 10 == 0:
                raise ValueError(i)
            yield i
        except ValueError:
            yield -i


def uses_handled(n):
    t = []
    for x in handled(n):
        try:
            if x % 7 == 3:
                raise TypeError(x)
        except TypeError:
            t.append((x, sys.exception().args))
    return len(t), t[-1], sys.exception()


def handlers_around(n):
    def inner():
        for i in range(n):
            yield i, sys.exception()
    t = 0
    try:
        raise OSError(1)
    except OSError as e:
        for i, x in inner():
            if x is e:
                t += 1
    return t


def cells(n):
    total = 0

    def add(x):
        nonlocal total
        total += x
        return total
    for i in range(n):
        yield add(i), (lambda: i)


def uses_cells(n):
    fs = [f for t, f in cells(n) if t % 50 == 0]
    return [f() for f in fs][-3:], len(fs)


def big(n):
    x = 1e300
    y = 1e-300
    for i in range(n):
        x = x * 0.99
        y = y * 1.01
        yield x
        yield y


def uses_big(n):
    s = 0.0
    k = 0
    for x in big(n):
        s += x
        k += 1
    return s, k


def grows(n):
    x = 1
    for i in range(n):
        x = x * 3 if i % 64 else 1
        yield x


def uses_grows(n):
    m = 0
    for x in grows(n):
        if x > m:
            m = x
    return m


def primes(n):
    known = []
    for i in range(2, n):
        for p in known:
            if i % p == 0:
                break
        else:
            known.append(i)
            yield i


def sparse(n):
    for i in range(n):
        if i % 97 == 5:
            yield i


def nested(n):
    for i in numbers(n):
        for j in numbers(i % 5):
            yield i * j


def interleaved(n):
    a = numbers(n)
    b = numbers(n)
    t = 0
    for x in a:
        for y in b:
            t += x * y
            break
    return t


def same_again(n):
    g = numbers(n)

    def other():
        for x in g:
            yield x
    t = []
    for x in other():
        if x % 50 == 0:
            t.append((x, next(g)))
    return t[-2:], len(t)


def sends(n):
    got = []

    def echo():
        for i in range(n):
            x = yield i
            got.append(x)
    g = echo()
    t = 0
    for x in g:
        t += x
        if x % 100 == 50:
            t += g.send("s")
    return t, got.count("s"), got.count(None)


class Tree:
    def __init__(self, d):
        self.value = d
        self.left = Tree(d - 1) if d else None
        self.right = Tree(d - 1) if d else None

    def walk(self):
        if self.left:
            for x in self.left.walk():
                yield x
        yield self.value
        if self.right:
            for x in self.right.walk():
                yield x

    def walk_from(self):
        if self.left:
            yield from self.left.walk_from()
        yield self.value
        if self.right:
            yield from self.right.walk_from()


def replaced(n):
    def one(k):
        for i in range(k):
            yield i

    def two(k):
        for i in range(k):
            yield -i
    t = 0
    for r in range(n):
        for x in one(5):
            t += x
        if r == n - 30:
            one.__code__ = two.__code__
    return t


def returns_value(n):
    for i in range(n):
        if i == n - 5:
            return "value"
        yield i


def frames(n):
    g = numbers(n)
    f = g.gi_frame
    t = 0
    for x in g:
        t += f.f_locals["i"] if x % 200 == 0 else 0
        if x == n - 100:
            f.f_locals["i"] = n - 10
    return t, g.gi_frame, x


print(shared(2050))
print(closed(1000))
print(looked_at(1000))
print(runs_itself(600))
print(caught(800))
print(stopped(700))
print(cleaned(900))
print(uses_managed(500))
print(uses_handled(700))
print(handlers_around(700))
print(uses_cells(700))
print(uses_big(900))
print(uses_grows(900))
print(sum([x for x in primes(1500)]), [x for x in sparse(5000)][-1], sum([x for x in nested(600)]))
print(interleaved(500), same_again(1200), sends(900))
print(sum([x for x in Tree(8).walk()]), sum([x for x in Tree(8).walk_from()]))
print(replaced(300), [x for x in returns_value(700)][-1])
print(frames(900))
