"""Handlers in generators that look at nothing: around a `yield` and before it, nested, in loops that consumers run, with what is handled outside meanwhile."""
import sys


def ints(words):
    for w in words:
        try:
            v = int(w)
        except ValueError:
            continue
        yield v


def defaults(keys, d):
    for k in keys:
        try:
            v = d[k]
        except KeyError:
            v = None
        except TypeError:
            v = -1
        yield v


def nested(keys, d):
    for k in keys:
        v = 0
        try:
            try:
                v = d[k]
            except TypeError:
                v = "unhashable"
        except LookupError:
            v = "missing"
        else:
            v = (v,)
        yield v


def around(keys, d):
    for k in keys:
        try:
            yield d[k]
        except KeyError:
            pass
        try:
            yield d[k]
        except KeyError:
            yield "handled"


def stopped(it):
    it = iter(it)
    while True:
        try:
            x = next(it)
        except StopIteration:
            return
        yield x


def check(v):
    if v % 3 == 0:
        raise ValueError(v)
    return v


def checked(n):
    c = 0
    for i in range(n):
        try:
            c += check(i)
        except ValueError:
            c += 1
            if i % 2: c += 5
        yield c
        assert sys.exc_info()[1] is None or sys.exc_info()[1].args[0] == "outside"


def handling(n):
    out = []
    try:
        raise KeyError("outside")
    except KeyError as e:
        for x in checked(n):
            out.append(x)
            if sys.exc_info()[1] is not e: out.append("lost")
        for x in ints("1x2yz3" * 30):
            if sys.exc_info()[1] is not e: out.append("lost")
    return sum(out), sys.exc_info()


def consumed(words, d):
    total = 0
    for v in ints(words): total += v
    total += sum(ints(words)) + len(list(defaults(words, d))) + sum(1 for v in ints(words) if v)
    return total


async def later(words):
    c = 0
    for w in words:
        try:
            c += int(w)
        except ValueError:
            c -= 1
    return c


words = ["1", "x", "2", "33", "y", "z"] * 40
d = {"1": 1, "2": 2, "x": 5}
keys = ["1", "q", [], "2", "x", "r", {}] * 40
for i in range(5):
    print(consumed(words, d))
print([list(defaults(keys, d))[k] for k in range(7)], list(nested(keys, d))[-7:], len(list(nested(keys, d))))
print(list(around([k for k in keys if isinstance(k, str)], d))[-9:])
print(sum(len(list(stopped("ab"))) for i in range(300)), len(list(stopped(range(500)))))
print(handling(400))
print(list(checked(200))[-1])
for i in range(3):
    try: later(words).send(None)
    except StopIteration as e: print(e.value)
