"""What arrays do with all their items at once, for every typecode, against the same done with lists."""
from array import array
import sys
CODES = "bBhHiIlLqQfd"
def values(c):
    if c in "fd": return [0.0, -0.0, 1.5, -2.25, float("inf"), float("nan"), 3, 1.5]
    size = array(c).itemsize * 8
    top = 2 ** (size - 1) - 1 if c.islower() else 2 ** size - 1
    low = -top - 1 if c.islower() else 0
    return [0, 1, top, low, 5, top - 1, 5, 1]
def tell(f, *args):
    try: return f(*args)
    except Exception as e: return f"{type(e).__name__}: {e}"
for c in CODES:
    v = values(c)
    a = array(c, v)
    print(c, a.tolist() == v if c not in "fd" else repr(a.tolist()), list(a) == a.tolist() or "nan", array(c, tuple(v)) == a, array(c, iter(v)) == a)
    for s in (slice(None), slice(1, 6), slice(None, None, 2), slice(None, None, -1), slice(6, 1, -2), slice(3, 3), slice(-3, None), slice(1, None, 3)):
        print(" ", a[s].tobytes().hex() == array(c, v[s]).tobytes().hex(), end="")
        b, l = a[:], v[:]
        del b[s]; del l[s]
        print(int(b.tobytes() == array(c, l).tobytes()), end="")
        b, l = a[:], v[:]
        b[s] = a[s][::-1]; l[s] = v[s][::-1]
        print(int(b.tobytes() == array(c, l).tobytes()), end="")
    print()
    print(" ", [(a * n).tobytes() == array(c, v * n).tobytes() for n in (-1, 0, 1, 2, 3, 7, 100)], len(array(c) * 5), (3 * a).tolist()[-1])
    b = a[:]; b.reverse(); print(" ", b.tobytes() == array(c, v[::-1]).tobytes(), end=" ")
    b = a[:]; b.byteswap(); b.byteswap(); print(b.tobytes() == a.tobytes(), end=" ")
    b = a[:]; b.byteswap(); print(b.tobytes() == b"".join(a.tobytes()[i:i + a.itemsize][::-1] for i in range(0, len(a) * a.itemsize, a.itemsize)))
    for x in (0, 1, 5, 5.0, True, v[2], v[3], 2 ** 64, -1, 1.5, float("nan"), "5", None, 2 ** 53 + 1):
        print("  ", x in a, a.count(x), tell(a.index, x), tell(a.index, x, 3), tell(a.index, x, 1, 2), tell(a.index, x, -100, 100), end=";")
    print()
    b = a[:]
    for x in (5, 5, 5, v[3], "x"): print("  ", tell(b.remove, x), len(b), end="")
    print()
    for m in ([], v[:3], v + [1], [v[0]] * 8, v[:-1] + [0]):
        o = array(c, m)
        print("  ", a == o, a != o, a < o, a <= o, a > o, a >= o, end=";")
    print()
class Index:
    def __init__(self, v): self.v = v
    def __index__(self): return self.v
class Shrinking:
    def __init__(self, l): self.l = l
    def __index__(self): del self.l[2:]; return 7
class Asked:
    def __eq__(self, o): print("asked", o, end=" "); return o == 5
a = array("i", [1, 2, 5, 9])
print(Asked() in a, a.count(Asked()), a.index(Asked()))
for l in ([1, Index(2), 3], [1, True, 2.0], [1, 2 ** 40], [1, "x"], [1, None]): print(tell(array, "i", l), tell(array, "b", l), tell(array, "Q", l), tell(array, "d", l))
l = [1, 2, 3, 4]; l[1] = Shrinking(l)
print(tell(array, "i", l), len(l)); l = [1, 2]; print(array("i", [1, Index(2), 3]))
b = array("H", [1]); print(tell(b.extend, [2, 3, -1, 4]), b, tell(b.extend, (5, 6)), b, tell(b.extend, range(3)), b, tell(b.extend, b), b, tell(b.extend, array("h", [1])))
b = array("d", [1]); b.extend([2, True, 3.5]); b.extend(x for x in (1, 2)); print(b, tell(b.fromlist, [1, "x"]), b)
m = memoryview(b)
for f in (lambda: b.append(1), lambda: b.extend([1]), lambda: b.__delitem__(slice(None, None, 2)), lambda: b.__delitem__(0), lambda: b.pop(), lambda: b.__imul__(2), lambda: b.insert(0, 1), lambda: b.reverse(), lambda: b.byteswap()): print(tell(f), end="; ")
m.release(); b.append(1); print(b)
print(tell(lambda: array("d", [1, 2]) * sys.maxsize), tell(lambda: array("b") * sys.maxsize))
u = array("w", "h\xe9llo\U0001F600")
print(u * 2, u[::-2], u.count("l"), u.index("l"), "x" in u, u == array("w", "h\xe9llo\U0001F600"), u < array("w", "hz"), u.tolist())
u.reverse(); del u[::2]; print(u)
n = array("d", [float("nan")]); x = n[0]
print(x in n, n.count(x), tell(n.index, x), n == n, n != n, n < n, n <= n, x in list(n), array("f", [0.1]).count(0.1), array("f", [0.5]).count(0.5))
