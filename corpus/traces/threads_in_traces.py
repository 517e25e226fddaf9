"""Threads that take turns within traces: calls, objects, lists, dicts, floats, exceptions, generators and frames, each with the result it has alone."""
import queue
import sys
import threading

sys.setswitchinterval(1e-4)


class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    @property
    def norm(self):
        return self.x * self.x + self.y * self.y


class Link:
    def __init__(self, value, following=None):
        self.value = value
        self.following = following


def squares(n):
    for i in range(n):
        yield i * i


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def chain(n):
    head = None
    for i in range(n):
        head = Link(i, head)
    total = 0
    while head is not None:
        total += head.value
        head = head.following
    return total


def depth():
    f, n = sys._getframe(), 0
    while f is not None and f.f_code.co_name != "work":
        n += 1
        f = f.f_back
    return n


def small(i):
    return depth() + i


def large(i, a=1, b=2):
    c = d = a + b
    return small(i) + c + d


def work(seed, n):
    total, real = 0, 0.5
    q = Vector(seed, 1.5)
    items = [i * 1.25 for i in range(50)]
    d, texts = {}, []
    for i in range(n):
        total += i * seed & 1023
        q = q + Vector(i & 7, 0.25)
        real = real * 0.5 + q.norm % 17.0 if i % 3 == 0 else real * 0.999 + items[i % 50]
        items[i % 50] = real * 1e-3
        d[i & 63] = (total, real)
        if i % 11 == 0:
            pair = [total, real, q.x]
            total ^= pair[2]
            texts.append(f"{total}:{i}")
            if len(texts) > 20:
                total += len("".join(texts))
                texts.clear()
        try:
            if i % 97 == 0:
                raise ValueError(i)
        except ValueError as e:
            total += e.args[0] & 3
        if i % 50 == 0:
            total += chain(20 + seed) + sum(squares(20)) + fib(6)
        if i % 20 == 0:
            total += small(i) + large(i)
    return total, round(real, 9), q.x, round(q.y, 3), len(d)


def together(count, n):
    out = {}
    threads = [threading.Thread(target=lambda k=k: out.__setitem__(k, work(k, n))) for k in range(count)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return out


def pipeline(n):
    a, b = queue.Queue(8), queue.Queue(8)

    def double():
        while (x := a.get()) is not None:
            b.put(x * 2)
        b.put(None)

    t = threading.Thread(target=double)
    t.start()
    total = sent = 0
    for i in range(n):
        a.put(i)
        if i % 8 == 7:
            for _ in range(8):
                total += b.get()
                sent += 1
    a.put(None)
    while (x := b.get()) is not None:
        total += x
    t.join()
    return total, sent


def started_inside(n):
    """The second thread starts while the first is in a trace."""
    out, total = [], 0
    for i in range(n):
        total += fib(5)
        if i == n // 2:
            t = threading.Thread(target=lambda: out.append(work(9, 400)))
            t.start()
    t.join()
    return total, out


alone = {k: work(k, 2000) for k in range(3)}
for _ in range(2):
    print(together(3, 2000) == alone)
print(alone)
print(pipeline(800))
print(started_inside(600))
