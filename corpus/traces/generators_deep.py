"""Generators in generators, with calls out of the trace in between: each frame says where the next one goes."""


class Manager:
    log = 0

    def __enter__(self):
        Manager.log += 1
        return self

    def __exit__(self, *a):
        Manager.log += 1


class Modulus:
    def m(self, x):
        return x % 11


modulus = Modulus()


def helper(a, b):
    if a % 97 == 13:
        Manager.log += 1
    return a % 50 + b


def inner(n):
    t = 0
    for i in list(range(n)):
        if t % 5 < 3:
            got = yield modulus.m(i)
            t += 0 if got is None else got
            if any(q == i % 6 for q in range(4)):
                yield t
                yield i * 2
            t += sum(q * t for q in range(3))
    return t


def outer(n):
    t = 0
    for i in inner(n):
        try:
            t += i * 2
            yield helper(i, 7)
            if t % 13 == 5:
                raise ValueError(t)
        except ValueError as e:
            t += 1
        with Manager():
            with Manager():
                got = yield i + i
                t += 0 if got is None else got
            yield from inner(2)
        try:
            yield t % 2
            if t % 13 == 5:
                raise ValueError(t)
        except ValueError as e:
            t -= len(str(e))
    return t


for r in range(3):
    print(sum(x for x in outer(150) if not x % 4), sum(x for x in outer(150) if x > 52), Manager.log)
