"""Memoryviews in hot loops: items read and stored, slices, lengths, iteration; views that are released or whose format is another in the middle of it."""
from array import array


def total(m):
    s = 0
    for i in range(len(m)): s += m[i]
    return s


def pieces(m, n):
    s = 0
    for i in range(0, len(m) - n + 1, n):
        c = m[i:i + n]
        s += c[0] * len(c) + c[-1]
    return s


def fill(m, k):
    for i in range(len(m)): m[i] = (i * k) % 251
    return sum(m)


def gone_through(m):
    s = 0
    for x in m: s = s * 3 % 65521 + x
    return s


data = bytes(range(256)) * 20
b = bytearray(data)
for r in range(3): print(total(memoryview(data)), total(memoryview(b)), pieces(memoryview(data), 8), gone_through(memoryview(data)))
print(fill(memoryview(b), 7), total(b), b[:5], fill(memoryview(b)[100:4000], 3), total(b))
for code in "bBhHiIlLqQd":
    a = array(code, [i % 100 for i in range(3000)])
    m = memoryview(a)
    print(code, total(m), gone_through(m) % 1000, pieces(m, 4), fill(memoryview(array(code, [0] * 1000)), 1) if code != "b" else "", pieces(m[::2], 3), total(m[::-3]))
print(total(memoryview(bytes(8000)).cast("I")), total(memoryview(array("d", [0.5] * 2000))))
print(total(memoryview(array("Q", [1 << 63] * 1500))), total(memoryview(array("q", [-(1 << 62)] * 1500))), total(memoryview(array("f", [1.5] * 1500))))


def until(what, m, n):
    s = 0
    try:
        for i in range(n):
            if i == n - 10: what(m)
            s += m[i % 50]
    except (ValueError, IndexError, TypeError) as e:
        return s, type(e).__name__, str(e)
    return s


print(until(lambda m: None, memoryview(data), 3000))
print(until(lambda m: m.release(), memoryview(data), 3000))
print(until(lambda m: None, memoryview(data)[:40], 3000))


def written(m, values):
    n = 0
    for i, v in enumerate(values):
        try: m[i % 16] = v
        except (ValueError, TypeError) as e: n += len(str(e))
    return n, list(m)[:16]


print(written(memoryview(bytearray(16)), [*range(256)] * 8 + [256, -1, 1.5, "x", True, 1 << 70]))
print(written(memoryview(data)[:16], [*range(256)] * 8)[0])
print(written(memoryview(array("d", [0] * 16)), [*range(256)] * 8 + [1.5, 2, True, "x"]))
print(written(memoryview(array("h", [0] * 16)), [*range(256)] * 8 + [40000, -32768, 2.5]))


def swapped(views, n):
    s = 0
    for i in range(n): s += views[i * 7 // n][i % 9]
    return s


views = [memoryview(data), memoryview(b), memoryview(array("h", range(9))), memoryview(array("i", range(9))), memoryview(array("d", range(9))), memoryview(data)[20:2:-2], memoryview(b)[5:14]]
for r in range(3): print(swapped(views, 7000))


def grown(n):
    b, s = bytearray(16), 0
    m = memoryview(b)
    for i in range(n):
        m[i & 15] = i & 255
        s += b[(i + 3) & 15]
        if i == n - 5:
            try: b.append(1)
            except BufferError as e: s += len(str(e)) > 0
            m.release()
            b.append(7)
            m = memoryview(b)
    return s, len(b), b[-1]


print(grown(4000))


def copies(m, n):
    s = 0
    for i in range(n):
        c = bytes(m[i:i + 4])
        d = bytearray(c)
        d[0] = 1
        s += len(c) + c[0] + d[0] + (bytes(c) is c)
    return s


print(copies(memoryview(data), 4000), copies(data, 4000), copies(bytearray(data), 4000))
