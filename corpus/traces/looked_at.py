"""Traces whose callees look at frames, trace, replace functions, mutate classes and raise from everywhere."""
import sys


class Point:
    scale = 1

    def __init__(self, v):
        self.v = v

    def get(self):
        return self.v * self.scale

    @property
    def double(self):
        return self.v * 2


def names(i):
    return sorted(sys._getframe(1).f_locals.items(), key=lambda p: p[0])[:2] if i % 90 == 89 else None


def look(i, a=3):
    b = a + i
    return names(i), b


def frames(n):
    seen = []
    for i in range(n):
        found, b = look(i)
        if found:
            seen.append(found)
        if i % 100 == 99:
            seen.append(sorted(k for k in locals()))
    return seen


def traced(n):
    events = []

    def tracer(frame, event, argument):
        if frame.f_code.co_name == "look":
            events.append((event, frame.f_lineno - frame.f_code.co_firstlineno))
        return tracer
    total = 0
    for i in range(n):
        if i == n - 5:
            sys.settrace(tracer)
        total += look(i)[1]
        if i == n - 4:
            sys.settrace(None)
    return total, events


def changed(n):
    out, p = [], Point(2)
    for i in range(n):
        out.append(p.get() + p.double)
        if i == n // 2:
            Point.scale = 3
        elif i == n // 2 + 20:
            Point.get = lambda self: -1
        elif i == n // 2 + 40:
            Point.double = 7
        elif i == n // 2 + 60:
            p.scale = 5
        elif i == n // 2 + 80:
            class Other(Point):
                def get(self):
                    return 100
            p.__class__ = Other
        elif i == n // 2 + 100:
            del Other.get
        elif i == n // 2 + 120:
            p.get = lambda: 9
    return [(k, out.count(k)) for k in dict.fromkeys(out)]


def limit(n):
    return n


def rebound(n):
    global limit, len
    total = 0
    for i in range(n):
        total += limit(i) + len("abc")
        if i == n - 50:
            limit = lambda k: -k
        elif i == n - 30:
            len = lambda s: 1000
        elif i == n - 10:
            del len
    return total


def deep(n):
    return 1 + deep(n - 1) if n else 0


def overflow(n):
    caught = 0
    for i in range(n):
        try:
            deep(100000)
        except RecursionError:
            caught += 1
        caught += deep(20) == 20
    return caught


def memory(n):
    failed, size = 0, 10
    for i in range(n):
        try:
            b = bytearray(size)
        except MemoryError:
            failed += 1
        if i == n - 3:
            size = 1 << 60
    return failed, size.bit_length()


class Stop(Exception):
    pass


def raised_inside(n):
    log = []

    def check(i):
        if i % 70 == 69:
            raise Stop(i)
        return i
    total = i = 0
    while i < n:
        try:
            while True:
                total += check(i)
                i += 1
        except Stop as e:
            t = e.__traceback__
            lines = []
            while t:
                lines.append((t.tb_frame.f_code.co_name, t.tb_lineno - t.tb_frame.f_code.co_firstlineno))
                t = t.tb_next
            log.append((e.args, lines))
            i += 1
    return total, log


print(frames(400))
print(traced(400))
print(changed(400))
print(rebound(400))
print(overflow(30))
print(memory(300))
print(raised_inside(400))
