"""Bytes gone through, joined and packed in hot loops, and cells and tuples of arguments made there: what is left, changed or raised in the middle."""
import struct
import sys


class Odd(bytes):
    def __iter__(self): return iter((7, 8, 9))
    def __getitem__(self, k): return 5


class Plain(bytes):
    pass


def total(b):
    t = 0
    for c in b:
        t = (t * 31 + c) % 1000003
    return t


def kinds():
    for b in bytes(range(256)) * 3, bytearray(range(200)) * 4, Odd(b"abc" * 50), Plain(b"abc" * 50), memoryview(b"xyz" * 60), [1, 2, 300], b"":
        print(type(b).__name__, [total(b) for _ in range(40)][-1])
    # What the loop has learned of one kind it forgets for another.
    print(sum(total(b) for b in [b"abcdef", bytearray(b"abcdef"), Plain(b"abcdef"), Odd(b"x"), "abcdef".encode()] * 60))


def changes():
    out = []
    for start in range(120):
        b, seen = bytearray(range(10)), 0
        it = iter(b)
        for c in it:
            seen += c
            if c == 4 and start % 3 == 0: b += b"\x01\x02"
            if c == 5 and start % 3 == 1: del b[3:]
        b += b"more than before, and longer"
        out.append((seen, next(it, None)))
    print(out[:6], len(set(out)))


def shared():
    out = 0
    for k in range(150):
        data = bytes(range(k, k + 7))
        it = iter(data)
        for a, b in zip(it, it): out += a * b
        other = iter(data)
        for i, c in enumerate(other):
            out += i * c
            if c % 5 == 4: out -= next(other, 1000)
        out += sum(other, 3)
    print(out)


def joined():
    a, parts = b"", []
    out = bytearray(b"begin")
    for i in range(200):
        a = a[-40:] + bytes((i,)) + b""
        parts.append(b"" + a)
        out += a[:3]
        out += bytearray(a[3:5])
        if i % 50 == 0: out += bytes(out)
    print(total(b"".join(parts)), total(out), len(out))
    out, refused = bytearray(10), 0
    for i in range(120):
        v = memoryview(out) if i % 10 == 3 else None
        try:
            out += b"ab"
        except BufferError as e:
            refused += 1
        if v: v.release()
    print(len(out), refused)
    errors = []
    for i in range(90):
        try:
            x = b"a" + (b"b" if i % 30 else "c" if i else 1)
        except TypeError as e:
            errors.append(str(e))
    print(x, errors)


def numbers():
    number, t, errors = int.from_bytes, 0, []
    for i in range(200):
        try:
            b = (i * 7).to_bytes(2 if i % 40 else 0, "big" if i % 3 else "little")
            t += number(b) - number(b, "little") + int.from_bytes(b + b * i, "big") % 1009
        except OverflowError as e:
            errors.append(str(e))
    print(t, errors[1:3], len(errors))

    class Mine(int): pass
    kinds = set()
    for i in range(80):
        f = Mine.from_bytes if i % 20 == 19 else int.from_bytes
        kinds.add(type(f(b"\x01")).__name__)
    print(sorted(kinds))
    pack, unpack = struct.Struct("<Hb").pack, struct.Struct("<Hb").unpack
    t, errors = 0, []
    for i in range(300):
        try:
            t += sum(unpack(pack(i * 300, i % 140)))
        except struct.error as e:
            errors.append((i, str(e), e.__traceback__.tb_lineno - numbers.__code__.co_firstlineno))
    print(t, errors[0], errors[-1], len(errors))

    class Index:
        def __index__(self): return int(sys._getframe(1).f_code.co_name == "numbers")
    print(sum(pack(Index() if i % 25 == 24 else i, 1)[0] for i in range(100)), pack(Index(), 0))


def cells():
    def g(x, keep):
        y = x * 2
        def get(): return y
        def put(v):
            nonlocal y
            y = v
        if keep: put(x + 0.5)
        return get if keep else y
    def late(x):
        if x % 50 == 49: del x
        return (lambda: x)
    out, kept = 0, []
    for i in range(200):
        r = g(i, i % 20 == 7)
        if callable(r): kept.append(r)
        else: out += r
        h = late(i)
        try: out += h()
        except NameError as e: out -= len(str(e))
    print(out, [k() for k in kept])

    def only(x):
        if x > 1e9: return lambda: (x, y)
        y = x + 0.25
        if x == 150: return sorted(sys._getframe().f_locals.items(), key=str)[0]
        if x == 151: del y
        return y
    t, other = 0, []
    for i in range(200):
        try: r = only(i)
        except NameError as e: r = str(e)
        if type(r) is float: t += r
        else: other.append(r)
    print(t, other)


def arguments():
    def g(*a, **k):
        if not a: return "none"
        return len(a) if a and not k else k
    out = {}
    for i in range(200):
        r = g(*range(i % 4)) if i % 7 else g(i, k=1) if i % 2 else g()
        out[str(r)] = out.get(str(r), 0) + 1
    print(out)


for part in kinds, changes, shared, joined, numbers, cells, arguments:
    part()
