"""Builtin iterators in hot loops: items, ends, what changes under the loop, iterators that share one below."""


def totals(n):
    data = [i % 7 for i in range(n)]
    out = []
    s = 0
    for i, x in enumerate(data):
        s += i * x
    out.append(s)
    s = 0
    for i, x in enumerate(data, (1 << 62) - n // 2):
        s = (s + i) % 1000003 + x
    out.append(s)
    s = 0
    for x, y in zip(data, data[1:]):
        s += x * 10 + y
    out.append(s)
    s = 0
    for i, (x, y) in enumerate(zip(data, reversed(data))):
        s += i + x - y
    out.append(s)
    it = iter(data)
    s = 0
    for x, y in zip(it, it):
        s += x * 10 + y
    out.append(s)
    s = 0
    for x, y, z in zip(*[iter(data)] * 3):
        s += x * 100 + y * 10 + z
    out.append(s)
    for k in zip(data, range(n)):
        last = k
    out.append(last)
    return out


print(totals(10), totals(1000), totals(1001))


def dicts(n):
    d = {i: i * i for i in range(n)}
    for i in range(0, n, 3):
        del d[i]
    s = 0
    for k in d:
        s += k
    for k, v in d.items():
        s += k ^ v
    for v in d.values():
        s += v
    for k, v in zip(d, d.values()):
        s += k * v
    for i, (k, v) in enumerate(d.items()):
        s += i + k + v
    return s


print(dicts(4), dicts(2000))


def changed(n, at):
    d = {i: 0 for i in range(n)}
    seen = 0
    try:
        for k in d:
            seen += 1
            if k == at:
                d[n + 1] = 1
    except RuntimeError as e:
        return seen, str(e)
    return seen, None


def swapped(n, at):
    d = {i: 0 for i in range(n)}
    seen = 0
    try:
        for k in d:
            seen += 1
            if k == at:
                del d[0]
                d[n + 1] = 1
    except RuntimeError as e:
        return seen, str(e)
    return seen, None


def growing(n):
    a = [1, 2, 3]
    s = 0
    for x in a:
        s += x
        if len(a) < n:
            a.append(x + 1)
    return s, len(a)


def shrinking(n):
    a = list(range(n))
    s = 0
    for x in a:
        s += x
        a.pop()
    return s, len(a)


print(changed(1000, 900), changed(1000, 2000), swapped(1000, 999), swapped(1000, 700), growing(1000), shrinking(1000))


def characters(s):
    n = v = 0
    for c in s:
        if c in "aeiou":
            v += 1
        elif c == "x" or c > "y":
            n += 2
        n += ord(c)
    for i in range(len(s)):
        n += ord(s[i]) + (s[-i - 1] == s[i]) + (s[i] < "m")
    return n, v


print(characters("hello world, xyz " * 50), characters("h\xe9llo w\xf8rld " * 50), characters("\u0416\u0434x\U0001F600 " * 50), characters("abc" * 100 + "\xff\u0100" * 100))


def numbers(b):
    s = 0
    for x in b:
        s = (s * 31 + x) & 0xFFFFFF
    for i in range(len(b)):
        s = (s * 31 + b[i] + b[-1 - i]) & 0xFFFFFF
    return s


print(numbers(bytes(range(256)) * 4), numbers(bytearray(range(256)) * 4))


def store(b, values):
    bad = 0
    for i, v in enumerate(values):
        try:
            b[i % len(b)] = v
        except (ValueError, TypeError) as e:
            bad += len(str(e))
    return sum(b), bad


print(store(bytearray(100), [i % 256 for i in range(1000)]), store(bytearray(100), [i % 256 for i in range(500)] + [256, -1, True, "a", 1 << 70, 2.0] * 100))


class Numbers:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


def mixed(sources):
    s = 0
    for source in sources:
        for x in source:
            s += x
        for i, x in enumerate(source):
            s += i * x
    return s


print(mixed([[1] * 300, (2,) * 300, range(300), {3: 1, 4: 2}, Numbers(300), b"abc" * 100, {5, 6}, iter(range(1 << 63, (1 << 63) + 3)), map(abs, [-1] * 300), (x for x in [7] * 300)]))
try:
    for a, b in zip([1] * 500, [1] * 499, strict=True):
        pass
except ValueError as e:
    print(e)
