"""Attributes, cells and iterators of objects that may be the same one, stored and read in turn in hot loops: what is known of one place holds until that place may be written."""


class P:
    def __init__(self, x, y): self.x, self.y = x, y
class Q:
    def __init__(self, z, x, y): self.z, self.x, self.y = z, x, y
class S:
    __slots__ = ("y", "x")
    def __init__(self, x, y): self.x, self.y = x, y


def turns(a, b, n):
    s = 0
    for i in range(n):
        a.x += b.y
        s += b.x - a.y
        b.y = i & 3
        s += a.y + b.y
        a.x &= 0xffff
    return s, a.x, a.y, b.x, b.y


p = P(1, 2)
for a, b in [(p, p), (p, P(3, 4)), (P(1, 2), Q(5, 6, 7)), (Q(1, 2, 3), p), (S(1, 2), S(3, 4)), (S(1, 2), p), (Q(1, 2, 3),) * 2]: print(turns(a, b, 2000))


def swapped(objects, n):
    s = 0
    for i in range(n):
        a, b = objects[i % len(objects)], objects[i * 7 // 3 % len(objects)]
        a.x = b.y + 1
        b.y = a.x & 255
        s += a.x * 3 + b.y + a.y + b.x
    return s


print(swapped([P(1, 2), Q(3, 4, 5), S(6, 7)], 3000), swapped([p], 3000), swapped([P(1, 2), P(3, 4), p, p], 3000))


def grown(n):
    s = 0
    for i in range(n):
        a = P(i, 1)
        b = a if i % 3 else P(2, i)
        a.w = b.y
        b.v = a.x + a.w
        a.y = b.v
        s += b.y + getattr(a, "v", 5) + a.w
    return s


print(grown(3000))


def lists(a, b, n):
    for i in range(n):
        a.append(i)
        if len(b) > 5: b.pop()
        b[0] = len(a) + b[-1]
        a[-1] = b[0] & 1023
        if len(a) > 40: del a[3:]
    return a, b


l = [1]
print(lists([1], [2], 3000), lists(l, l, 3000))


def cells(n):
    x = y = 0
    def f():
        nonlocal x, y
        x += y + 1
        y = x & 7
    def g(): return x - y
    s = 0
    for i in range(n):
        f()
        s += g()
        x &= 255
    return s, x, y


print(cells(3000))


def iterators(n):
    s = 0
    for k in range(n):
        l = list(range(k % 9))
        it = iter(l)
        for a, b in zip(it, l): s += a * b
        for a, b in zip(l, it): s += a - b
        e = enumerate(l)
        for (i, a), b in zip(e, reversed(l)):
            s += i * a + b
            if a == 4: s += next(e, (0, 0))[1]
    return s


print(iterators(800))


def pairs(n):
    def g(a, b): return [x * y for x, y in zip(a, b)], bytes(x ^ y for x, y in zip(a, b)), sum(i * x for i, x in enumerate(a))
    s = 0
    for k in range(n):
        u, v, w = g(bytes(range(k % 20)), bytes(range(40, 20, -1)))
        s += sum(u) + sum(v) + w
    return s


print(pairs(600))


def kept(n):
    def g(d):
        for k, x in d.items(): yield k
    out, gs = 0, []
    for i in range(n):
        h = g({i: object(), i + 1: i})
        out += next(h)
        gs.append(h)
        if len(gs) > 9: out += sum(gs.pop(0))
    return out, [h.gi_frame.f_locals["k"] for h in gs]


print(kept(1500))
