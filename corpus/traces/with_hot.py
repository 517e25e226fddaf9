"""`with` in loops that are compiled: returns, breaks, exceptions swallowed and not, managers of several kinds, nested ones."""
import contextlib
import threading


class Log:
    def __init__(self, swallow=()):
        self.entered = self.left = 0
        self.seen, self.swallow = [], swallow

    def __enter__(self):
        self.entered += 1
        return self

    def __exit__(self, kind, value, tb):
        self.left += 1
        if kind:
            self.seen.append((kind.__name__, str(value), tb.tb_lineno - first))
            return kind in self.swallow
        return True


class Odd:
    def __enter__(self):
        return None

    def __exit__(self, *a):
        if len(odd) > 5:
            raise KeyError("exit")
        odd.append(1)


first = Log.__init__.__code__.co_firstlineno
odd = []
lock = threading.Lock()


@contextlib.contextmanager
def managed(out):
    out.append(1)
    try:
        yield len(out)
    finally:
        out.pop()


def plain(n):
    log, total = Log(), 0
    for i in range(n):
        with log as got:
            total += i if got is log else 0
    return total, log.entered, log.left


def leaving(n):
    log, out = Log(), []

    def one(i):
        with log:
            if i % 3 == 0:
                return i * 10
        return -i
    for i in range(n):
        with log:
            if i % 7 == 3:
                continue
            if i == n - 2:
                break
            out.append(one(i))
    return sum(out), len(out), log.entered, log.left, i


def raising(n):
    log, caught = Log((ValueError,)), 0
    for i in range(n):
        try:
            with log:
                if i % 50 == 10:
                    raise ValueError(i)
                if i % 50 == 20:
                    raise KeyError(i)
                [][i % 40:][0] if i % 50 == 30 else None
        except (KeyError, IndexError) as e:
            caught += 1
            context = e.__context__
    return caught, log.entered, log.left, log.seen[:6], context


def nested(n):
    total, out = 0, []
    for i in range(n):
        with lock, managed(out) as depth, Log() as log:
            total += depth + log.entered
        with contextlib.suppress(ZeroDivisionError):
            total += 1 // (i % 100)
    return total, out, lock.locked()


def failing(n):
    for i in range(n):
        try:
            with Odd() as nothing:
                pass
        except KeyError as e:
            return i, e, nothing


def changing(n):
    kinds, out = [Log(), lock, contextlib.nullcontext(5)], []
    for i in range(n):
        with kinds[i * 3 // n] as v:
            out.append(type(v).__name__)
    return out.count("Log"), out.count("bool"), out.count("int")


def bad(n):
    for i in range(n):
        try:
            with (lock if i < n - 1 else 5):
                pass
        except TypeError as e:
            return i, str(e)


class Holder:
    def __init__(self):
        self.lock, self.n = threading.RLock(), 0

    def add(self, k):
        with self.lock:
            self.n += k
            return self.n


def methods(n):
    h = Holder()
    for i in range(n):
        last = h.add(i)
    return last


print(plain(500))
print(leaving(500))
print(raising(600))
print(nested(400))
print(failing(400))
print(changing(600))
print(bad(400))
print(methods(1000))
