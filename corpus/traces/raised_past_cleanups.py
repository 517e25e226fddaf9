"""Exceptions in hot loops that pass `finally` and `with` on their way to a handler, or are swallowed there, and those that leave generators, delegating ones too:
what the clean-up sees, what it changes, and tracebacks."""
import contextlib
import sys
import traceback
import warnings

log = []


class Manager:
    def __init__(self): self.entered = self.left = self.raised = 0
    def __enter__(self): self.entered += 1; return self
    def __exit__(self, t, v, tb):
        self.left += 1
        if t is not None:
            self.raised += 1
            assert sys.exc_info()[1] is v and tb is not None
        return t is KeyError


def managed(m, i, d):
    with m:
        if i % 3 == 0: raise ValueError(i)
        if i % 5 == 0: return d["zz"]
        return i
    return -1


def finished(i, l):
    try:
        if i % 2: raise LookupError(i)
        return i
    finally:
        l[0] += 1
        if sys.exc_info()[1] is not None: l[1] += 1


# (Compiled late, as CPython warns of this.)
warnings.simplefilter("ignore")
exec('''
def swallowed(i):
    while True:
        try:
            [][i]
        finally:
            if i % 4: break
            return i
    return -i
''')


def replaced(i):
    try:
        try: raise KeyError(i)
        finally: raise ValueError(i)
    except ValueError as e:
        return (e.args[0], e.__context__.args[0])


def many(n):
    m, d, s, l, r = Manager(), {}, 0, [0, 0], None
    for i in range(n):
        try: s += managed(m, i, d)
        except ValueError as e: s += e.args[0]
        try: s += finished(i, l)
        except LookupError: s += 1
        s += swallowed(i)
        r = replaced(i)
        with contextlib.suppress(ZeroDivisionError):
            s += 10 // (i % 3)
    return s, m.entered, m.left, m.raised, l, r


def items(l):
    for x in l:
        if x == 7: raise OverflowError(x)
        yield x


def guarded(l):
    try:
        for x in l:
            if x % 7 == 6: raise KeyError(x)
            yield x
    finally:
        log.append(len(l))


def outer(l):
    yield -1
    yield from items(l)


def leaving(n):
    s = e = 0
    for i in range(n):
        l = range(i % 11)
        for g in (items, outer, guarded):
            try:
                for x in g(l): s += x
            except OverflowError: e += 1
            except KeyError as x: e += x.args[0]
        try: s += sum(items(l)) + max(outer(l))
        except OverflowError as x: e += len(traceback.extract_tb(x.__traceback__))
        g = items(l)
        try:
            while True: s += next(g)
        except StopIteration: s += 1
        except OverflowError: s += next(g, 100)
        g = stopping(l)
        try: s += sum(g)
        except RuntimeError as x: e += type(x.__cause__) is StopIteration
    return s, e


def stopping(l):
    for x in l:
        if x == 5: raise StopIteration
        yield x


def chain(i):
    for x in outer([i]):
        with Manager(): pass
        yield x


def last(n):
    for i in range(n):
        try:
            for x in chain(i if i < n - 1 else 7): pass
        finally:
            log.append(i)


print(many(600))
print(leaving(300), len(log), sum(log))
try:
    last(300)
except OverflowError:
    print("".join(line for line in traceback.format_exc().splitlines(True) if "File" not in line), len(log))
