"""The order of copies: a table of the size that the number of items asks for."""
import random


def grown(n, extra):
    s = set()
    for i in range(n + extra):
        s.add(i * 1000003 % 100019)
    for i in range(extra):
        s.discard((n + i) * 1000003 % 100019)
    return s


for n in (0, 5, 6, 33):
    for extra in (0, 7):
        s = grown(n, extra)
        t = set(range(0, 4000, 997))
        for made in (set(s), s.copy(), frozenset(s), s | t, t | s, s ^ t, t ^ s, s - t, t - s, s & t, t & s, set().union(s), set(s, ).union(t), s.symmetric_difference(list(t)), {*s}, {*t, *s}):
            print(n, extra, list(made))
        u = set(); u |= s; u ^= t; u -= {0}; u &= s | t
        print(list(u))
        v = grown(n, extra); v.update(t); v.difference_update(t); v.intersection_update(s)
        print(list(v))
r = random.Random(5)
for i in range(15):
    a = set(r.sample(range(300), r.randrange(40)))
    b = {r.randrange(10 ** 6) for _ in range(r.randrange(30))}
    for x in (a ^ b, b ^ a, a | b, b | a, (a | b) ^ set(range(9)), (a ^ b) - a, set(a ^ b), frozenset(a) ^ b, (a ^ b).copy() | {1.5, 'x'.isdigit()}):
        print(list(x))
