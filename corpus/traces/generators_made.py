"""Generators that a trace makes and runs to their end: what can be seen of one that is looked at, left, kept or raised through in the middle."""
import gc
import sys
import weakref

N = 400


def show(*a):
    print(*a)


# Consumers over short generator expressions, with and without free variables.
def consumers(n):
    l = [1, 2, 3, 4]
    out = 0
    for i in range(n):
        k = i & 3
        out += sum(x * i for x in l) + any(x == k for x in l) + all(x > k for x in l) * 2
        out += len(tuple(x + k for x in l)) + len([*(x for x in (k, i))]) + max(x ^ i for x in l) - min(x - i for x in l)
        out += len(",".join(str(x) for x in l)) + len(set(x & 1 for x in l)) + sorted(-x for x in l)[0]
        out += sum(y for y in (x + 1 for x in l)) + sum(c == "a" for c in "abca") + sum(x for x in range(k)) + sum(v for v in {1: 2, 3: k}.values())
    return out


show(consumers(N))


# Floats, strs and what grows from one kind into another within a generator.
def kinds(n):
    out = []
    for i in range(n):
        x = 0.5 if i % 50 == 7 else "s" if i % 50 == 9 else i
        out.append(tuple(y * 2 for y in (x, i, x)))
    return out[5:10], out[57:60], len(out)


show(kinds(N))


def three(x):
    a = x + 1
    yield x
    yield a
    b = yield a * 2
    return b


def yields_apart(n):
    s = 0
    for i in range(n):
        for y in three(i): s += y
    return s


show(yields_apart(N))


# Left in the middle, kept, and gone on with elsewhere.
def kept(n):
    rest = []
    s = 0
    for i in range(n):
        g = three(i)
        s += next(g)
        if i % 97 == 5:
            s += next(g)
            rest.append(g)
    return s, [list(g) for g in rest]


show(kept(N))


def swapped(n):
    """The generator of one iteration is gone on with in the next."""
    g = three(0)
    h = three(100)
    s = 0
    for i in range(n):
        s += next(g) + next(h, 7)
        k = three(i)
        s += next(k)
        g, h = k, g
    return s


show(swapped(N))


def broken_off(n):
    s = 0
    for i in range(n):
        for y in three(i):
            s += y
            if y % 5 == 3: break
        else: s += 1000
    return s


show(broken_off(N))


# Exceptions in the body, out of it, and thrown into it.
def failing(x):
    yield x
    yield 100 // (x % 40)
    if x % 70 == 3: raise KeyError(x)
    yield x


def raised(n):
    s, log = 0, []
    for i in range(n):
        try:
            for y in failing(i): s += y
        except ZeroDivisionError as e: log.append((i, type(e).__name__, e.__traceback__.tb_next.tb_frame.f_locals["x"], e.__traceback__.tb_next.tb_lineno))
        except KeyError as e: log.append(e.args)
    return s, log


show(raised(N))


def stops(x):
    yield x
    if x % 80 == 9: next(iter(()))
    yield 2


def stopped(n):
    s, log = 0, []
    for i in range(n):
        try: s += sum(y for y in stops(i))
        except RuntimeError as e: log.append((i, str(e), type(e.__cause__).__name__))
    return s, log


show(stopped(N))


def thrown(n):
    s, log = 0, []
    for i in range(n):
        g = three(i)
        s += next(g)
        if i % 60 == 11:
            try: g.throw(ValueError(i))
            except ValueError as e: log.append((e.args, g.gi_frame))
        if i % 60 == 12: log.append(g.close())
        s += sum(g)
    return s, log


show(thrown(N))


# Looked at while it runs or stands still.
def looked_at(n):
    log = []
    def peek(x):
        if x % 90 == 17:
            f = sys._getframe(1)
            log.append((f.f_code.co_name, sorted(f.f_locals), f.f_back.f_code.co_name, f.f_lineno - f.f_code.co_firstlineno))
        return x
    def body(x):
        y = peek(x)
        yield y
        yield peek(y + 1)
    s = 0
    for i in range(n):
        for z in body(i): s += z
        g = body(-i)
        s += next(g)
        if i % 100 == 33: log.append((g.gi_running, g.gi_suspended, g.gi_frame.f_locals["x"], g.gi_frame.f_lineno - g.gi_code.co_firstlineno, g.gi_yieldfrom, g.__name__, g.__qualname__))
        s += next(g)
        try: next(g)
        except StopIteration as e: s += e.value is None
        if i % 100 == 34: log.append((g.gi_running, g.gi_suspended, g.gi_frame))
    return s, log


show(looked_at(N))


def running(n):
    log = []
    for i in range(n):
        def body():
            yield 1
            if i % 120 == 50:
                try: next(g)
                except ValueError as e: log.append((i, str(e), g.gi_running))
            yield 2
        g = body()
        s = sum(x for x in g)
    return s, log


show(running(N))


# A collection in the middle; what a generator holds lives, and dies with it.
class Held:
    def __init__(self, v): self.v = v


def collected(n):
    s, dead = 0, []
    def body(x):
        o = Held(x)
        w = weakref.ref(o)
        if x % 150 == 77: gc.collect()
        yield o.v
        if x % 150 == 78: gc.collect()
        s = (w() is o) + o.v
        yield s
    for i in range(n):
        for y in body(i): s += y
    gc.collect()
    return s


show(collected(N))


# Cells shared with the surrounding function and with inner ones.
def cells(n):
    total = 0
    def add(k):
        nonlocal total
        total += k
        yield total
        total -= 1
        yield total
    out = 0
    for i in range(n):
        def outer(m):
            for a in (1, 2):
                yield lambda: a + m
        out += sum(f() for f in outer(i)) + sum(x for x in add(i))
    return out, total


show(cells(N))


# Delegation and depth.
class Tree:
    def __init__(self, l, v, r): self.l, self.v, self.r = l, v, r
    def __iter__(self):
        if self.l: yield from self.l
        yield self.v
        if self.r: yield from self.r


def tree(a):
    if not a: return None
    i = len(a) // 2
    return Tree(tree(a[:i]), a[i], tree(a[i + 1:]))


def walked(n):
    t, s = tree(list(range(12))), 0
    for i in range(n):
        for v in t: s += v * i
    return s


show(walked(N))


def answer(x):
    r = yield x
    return (r, x)


def delegated(n):
    s = 0
    def outer(x):
        a = yield from answer(x)
        b = yield from answer(a[1] + 1)
        return a[1] + b[1]
    for i in range(n):
        g = outer(i)
        for y in g: s += y
        try: next(g)
        except StopIteration as e: s += e.value is None
    return s


show(delegated(N))


def nest(k, x):
    if k == 0: yield x
    else:
        for y in nest(k - 1, x + 1): yield y
        yield k


def nested(n):
    s = 0
    for i in range(n):
        for y in nest(i % 6, i): s += y
    return s


show(nested(N))


# Many ways through a body: bridges begin in it.
def forked(x):
    if x % 3: yield x
    for y in range(x % 5):
        if y == 3: return
        if (x + y) % 7 == 2: continue
        yield y
    if x % 11 == 4: yield -x
    else: yield 1


def forks(n):
    s = 0
    for i in range(n):
        s += sum(y for y in forked(i))
        for y in forked(i + 1):
            if y == 2: break
            s += y
    return s


show(forks(3 * N))


# A tracer that begins while such loops run.
def events(n):
    log = []
    def tracer(f, e, a):
        if len(log) < 60: log.append((f.f_code.co_name, e, f.f_lineno - f.f_code.co_firstlineno))
        return tracer
    s = 0
    for i in range(n):
        if i == n - 3: sys.settrace(tracer)
        s += sum(x for x in three(i))
    sys.settrace(None)
    return s, log


show(events(N))


# The function is another one in some iterations, has other code, another name.
def other(x):
    yield -x


def changed(n):
    def body(x):
        yield x
        yield 2
    s, names = 0, set()
    for i in range(n):
        f = other if i % 9 == 8 else body
        if i == n // 2: body.__name__ = "renamed"
        if i == n // 2 + 40: body.__code__ = other.__code__
        g = f(i)
        s += next(g)
        if i % 40 == 1: names.add(g.__name__)
        s += sum(g)
    return s, sorted(names)


show(changed(N))


# Arguments by many positions, starred arguments and defaults.
def many(a, b, c, d, e=5, *r, k=1):
    yield a + b
    yield c + d + e + k + len(r)


def four(a, b, c, d):
    yield a - b
    yield c - d


def arguments(n):
    s = 0
    for i in range(n):
        s += sum(x for x in many(i, 1, 2, 3)) + sum(x for x in four(i, 1, i, 3)) + sum(x for x in many(*(1, 2, 3, 4, 5, 6, i), k=i))
    return s


show(arguments(N))
