"""Calls inlined one after the other at the same depth, with frames of different sizes: a callee that looks at the frames sees those that run."""
import sys


def chain():
    names = []
    f = sys._getframe(1)
    while f is not None and f.f_code.co_name != "<module>":
        names.append((f.f_code.co_name, sorted(f.f_locals.items())))
        f = f.f_back
    return names


def leaf(x):
    return chain()


def small(x):
    return leaf(x)


def large(x, a=1, b=2, c=3):
    d = e = x + a
    return leaf(d + e + b + c)


def run(n):
    seen = {}
    for i in range(n):
        for names in (small(i & 1), large(i & 1)):
            key = [(k, v) for k, v in names if k != "run"]
            seen[repr(key)] = seen.get(repr(key), 0) + 1
        straight = small(1), large(2), small(3)
        seen[repr([len(s) for s in straight])] = i
    return seen


def without_loop(n):
    seen = {}
    i = 0
    while i < n:
        a = small(i & 1)
        b = large(i & 1)
        c = small(i & 3)
        k = repr([x[0] for x in a] + [x[0] for x in b] + [x[0] for x in c])
        seen[k] = seen.get(k, 0) + 1
        i += 1
    return seen


for k, v in run(400).items():
    print(k, v)
for k, v in without_loop(400).items():
    print(k, v)
