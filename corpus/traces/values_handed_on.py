"""Variables that hand their values on from iteration to iteration: each is the tagged word of what another one was, unboxed, when the loop was entered."""


def two(n):
    a, b, l = 1, 2, [1, 2]
    for i in range(n):
        l[i % len(l)] = b
        l.append(100)
        a, b = (i, a)
    return a, b, l


def three(n):
    a, b, c, l = 1, 2, 3, []
    for i in range(n):
        l.append(c)
        a, b, c = i * 2, a, b
    return a, b, c, l


def four(n):
    a, b, c, d, l = 1, 2, 3, 4, []
    for i in range(n):
        l.append(d)
        a, b, c, d = i + 1, a, b, c
    return a, b, c, d, l


def floats(n):
    a, b, c, l = 0.5, 1.5, 2.5, []
    for i in range(n):
        l.append(c)
        a, b, c = i * 0.25, a, b
    return a, b, c, l


def counted(n):
    a, b, l, i = 1, 2, [1, 2], 0
    while i < n:
        l[i % len(l)] = b
        l.append(100)
        b = a
        a = i
        i += 1
    return a, b, l


for f in two, three, four, floats, counted:
    for n in 9, 60, 120, 600:
        *last, l = f(n)
        print(f.__name__, *last, len(l), sum(l), l[:40])
