# Exceptions on their way through traces: the end of a generator where a handler waits for it, a bare raise, `with` and `finally` that one passes through.
import contextlib
import sys


def finite(n):
    for i in range(n):
        yield i
    return n * 2


def ends(n):
    t = 0
    for k in range(n):
        g = finite(3)
        while True:
            try:
                t += next(g)
            except StopIteration as e:
                t += e.value
                break
        g = finite(2)
        g.send(None)
        try:
            while True:
                t += g.send(None)
        except StopIteration as e:
            t += e.value + len(e.args)
        try:
            next(iter(()))
        except StopIteration as e:
            t += len(e.args)
    return t


class Reader:
    def __init__(self, n):
        self.source = finite(n)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.source) + 1


def readers(n):
    return sum(sum(Reader(k % 5)) for k in range(n)) + sum(len(list(Reader(3))) for k in range(n))


def steps(process):
    try:
        event = process.send(None)
    except StopIteration as e:
        return e.args[0] if e.args else None
    except BaseException:
        raise
    return event


def processes(n):
    t = 0
    for k in range(n):
        p = finite(2)
        for i in range(3):
            t += steps(p)
    return t


class Wrong(Exception):
    pass


def raising(k):
    if k % 3 == 0:
        raise ValueError(k)
    if k % 5 == 0:
        raise Wrong(k)
    return k


def again(k):
    try:
        return raising(k)
    except ValueError:
        if k % 2:
            raise
        return -1


def bare(n):
    t = depth = 0
    for k in range(n):
        try:
            t += again(k)
        except ValueError as e:
            tb = e.__traceback__
            while tb:
                depth += 1
                tb = tb.tb_next
            t += e.args[0]
        except Wrong as e:
            t += e.args[0] * 2
    return t, depth


class Suppressing:
    def __init__(self, kind):
        self.kind = kind

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        return kind is not None and issubclass(kind, self.kind)


def withs(n):
    t = 0
    for k in range(n):
        with contextlib.suppress(ValueError):
            try:
                with Suppressing(Wrong) as s:
                    t += raising(k)
                t += 1
            finally:
                t += 2
        for i in range(3):
            try:
                try:
                    raising(k + i)
                finally:
                    t += 3
            except (ValueError, Wrong):
                t += 4
                continue
            t += 5
    return t


def from_finally(n):
    t = 0
    for k in range(n):
        try:
            try:
                raising(k)
            finally:
                if k % 7 == 0:
                    raise KeyError(k)
        except KeyError as e:
            t += e.args[0] + (type(e.__context__).__name__ == "ValueError")
        except Exception as e:
            t += 1
    return t


def nothing_to_raise(n):
    t = 0
    for k in range(n):
        try:
            raise
        except RuntimeError as e:
            t += len(str(e))
    return t


for n in 4, 60, 3000:
    print(ends(n), readers(n), processes(n), bare(n), withs(n), from_finally(n), nothing_to_raise(n))
print(sys.exc_info())


def uncaught(n):
    for k in range(n):
        with Suppressing(Wrong):
            try:
                again(4 if k < n - 1 else 9)
            finally:
                pass


try:
    uncaught(2000)
except ValueError as e:
    tb, lines = e.__traceback__, []
    while tb:
        lines.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    print(lines)
