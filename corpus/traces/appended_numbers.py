# Bytes and arrays that loops append to and go over: numbers that do not fit, storage that is looked at, sizes that change under an iterator.
from array import array

def grow(b, n):
    for i in range(n):
        b.append(i & 127)
    return len(b), sum(b)

class Bytes(bytearray): pass
class Numbers(array):
    def append(self, x):
        super().append(x + 1)

for make in (bytearray, Bytes, lambda: array("b"), lambda: array("B"), lambda: array("h"), lambda: array("d"), lambda: array("f"), lambda: array("Q"), lambda: Numbers("i")):
    print(grow(make(), 1000))

def late(b, n, bad):
    try:
        for i in range(n):
            b.append(bad if i == n - 3 else i % 100)
    except (ValueError, TypeError, OverflowError) as e:
        return len(b), type(e).__name__, str(e)
    return len(b), b[-3]

for bad in (256, -1, 2 ** 70, "x", 1.5, True, None):
    for make in (bytearray, lambda: array("B"), lambda: array("q"), lambda: array("d")):
        print(bad, late(make(), 600, bad))

def pinned(b, n):
    view = None
    try:
        for i in range(n):
            b.append(i % 100)
            if i == n - 4: view = memoryview(b)
    except BufferError as e:
        view.release()
        b.append(7)
        return len(b), b[-1], str(e)

print(pinned(bytearray(), 600), pinned(array("h"), 600))

def over(a):
    t, n = 0, 0
    for x in a:
        t += x
        n += 1
        if n == 700: a.append(5)
        if n == 750: del a[760:]
    return t, n

for code in "bBhHiIlLqQfd":
    print(code, over(array(code, [i % 100 for i in range(1000)])))

def pairs(a, b):
    t = 0
    for i, (x, y) in enumerate(zip(a, b)):
        t += i * x - y
    return t

print(pairs(array("i", range(-500, 500)), array("d", range(1000))), pairs(array("Q", [2 ** 63 + i for i in range(400)]), range(400)))

def bits(a):
    t = 0
    for x in a:
        t ^= x
    return t

print(bits(array("Q", [(1 << 63) + i * 7919 for i in range(500)])), bits(array("q", [-i * 2 ** 40 for i in range(500)])))
