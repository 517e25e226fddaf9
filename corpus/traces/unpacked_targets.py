# Targets of an unpacking in traces: nested, starred, attributes and items, names of modules.
import sys


class Point:
    def __init__(self):
        self.x = self.y = 0


class Loud:
    log = []

    def __setattr__(self, name, value):
        Loud.log.append((name, value))
        object.__setattr__(self, name, value)


def nested(pairs, n):
    total = 0
    for _ in range(n):
        for ([a, b], (c, [d, e])), f in pairs:
            total += a * 2 + b * 3 + c * 5 + d * 7 + e * 11 + f
            b = total
    return total, a, b, c, d, e, f


def starred(rows, n):
    out = []
    total = 0
    for i in range(n):
        for first, *rest in rows:
            total += first + len(rest)
        for *head, last in rows:
            total += last * len(head)
        for a, *mid, z in rows:
            mid.append(a)
            total += sum(mid) + z
        if i % 40 == 0:
            out.append((first, rest, head, last, a, mid, z))
    return total, out


def attributes(n):
    p, l, d = Point(), [0, 0, 0], {}
    def pair(i):
        return i, i + 1
    for i in range(n):
        p.x, p.y = pair(i)
        l[i % 3], l[0] = pair(i * 2)
        d[i % 5], p.z = pair(p.x)
        k, l[k % 3] = pair(i)
    return p.x, p.y, p.z, l, sorted(d.items()), k


def aliased(n):
    out = []
    l = [1, 2]
    for i in range(n):
        l[1], l[0] = l
        if i % 31 == 0:
            l = [i, i + 1]
        out.append(sum(l))
    return sum(out), l


def setters(n):
    o, q = Loud(), Point()
    for i in range(n):
        o.a, o.b = (i, -i)
        o.c, (u, v) = 1, [i, 2]
        t = (i, [i, i + 1])
        o.d, (q.x, q.y) = t
    return len(Loud.log), Loud.log[-5:], u, v, q.x, q.y


def fails(n):
    caught = []
    for i in range(n):
        row = (i, (1, 2)) if i % 50 else (i, (1, 2, 3))
        a = b = c = None
        try:
            a, (b, c) = row
        except ValueError as e:
            caught.append((i, str(e), a, b, c))
        row = [i] if i % 60 == 7 else [i, 1, 2]
        try:
            a, *b, c = row
        except ValueError as e:
            caught.append((i, str(e), a, b, c))
    return caught


def kinds(n):
    """The shape of what is unpacked changes."""
    out = []
    values = [(1, (2, 3)), [4, [5, 6]], (7, "ab"), (8, iter([9, 10])), [11, {12: 0, 13: 0}]]
    for i in range(n):
        v = values[(i // 30) % 5]
        if i // 30 % 5 == 3:
            v = (8, iter([9, i]))
        a, (b, c) = v
        x, *y = v
        out.append((a, b, c, x, len(y)))
    return out[::37]


print(nested([(((1, 2)[::1] and [1, 2], (3, [4, 5])), 6), (([7, 8], (9, [10, 11])), 12)], 300))
print(starred([(1, 2, 3), (4, 5), [6, 7, 8, 9], [10, 11]], 200))
print(attributes(500))
print(aliased(500))
print(setters(400))
print(fails(300))
print(kinds(450))

total = 0
for number, (left, *right) in [(i, (i, i + 1, i + 2)) for i in range(500)]:
    total += number + left + right[-1]
    left, right = right, left
print(total, number, left, right)


def deleted_globals():
    global g, h
    for i in range(400):
        (g, h), k = (i, i + 1), i
        if i % 90 == 0:
            del g
    return h, k


print(deleted_globals(), g)
