"""Ints, floats and strs of classes of the program in hot loops: what their classes override, what changes while the loop runs, values at the borders."""
import enum
import sys

def report(name, *what): print(name, *what)

class I(int): pass
class J(int):
    def __add__(self, o): return "J+"
    def __radd__(self, o): return "+J"
    def __eq__(self, o): return "eq"
    __hash__ = int.__hash__
    def __index__(self): return 1
    def __bool__(self): return False
    def __lt__(self, o): return NotImplemented
    def __iadd__(self, o): return "J+="
    def __neg__(self): return "-J"
    def __int__(self): return 77
    def __float__(self): return 7.5
    def __abs__(self): return "abs"
class F(float): pass
class G(float):
    def __rmul__(self, o): return "*G"
    def __ge__(self, o): return "ge"
    def __int__(self): return -1
class S(str): pass
class T(str):
    def __eq__(self, o): return True
    def __ne__(self, o): return True
    def __hash__(self): return 1
    def __len__(self): return 0
    def __getitem__(self, k): return "item"

VALUES = [0, 1, -1, 5, -7, 2 ** 61, 2 ** 62 - 1, -2 ** 62, -2 ** 62 + 1, 2 ** 62, 2 ** 63 - 1, 2 ** 63, 2 ** 64 - 1, -2 ** 64, 2 ** 100]
def ints(l, m):
    out = []
    for x in l:
        for y in m:
            out.append((x + y, y - x, x * y, x & y, x | y, x ^ y, x < y, y <= x, x == y, y != x, -x, ~x, +x, abs(x), bool(x), int(x), float(x), x >= 3, 2 > y))
            if y: out.append((x // y, x % y, x / y))
            if x: out.append(1)
            if not y: out.append(2)
    return out
def floats(l, m):
    out = []
    for x in l:
        for y in m:
            out.append((x + y, y - x, x * y, x < y, y <= x, x == y, y != x, -x, +x, abs(x), bool(x), float(x), x >= 3, 2 > y))
            if y: out.append((x // y, x % y, x / y))
            if x: out.append(1)
            if not y: out.append(2)
    return out
def summary(r):
    import zlib
    flat = [x for t in r for x in (t if isinstance(t, tuple) else (t,))]
    return len(flat), sorted({type(x).__name__ for x in flat}), zlib.crc32(repr(flat).encode())
for make in I, int:
    for other in int, I: report("ints", make.__name__, other.__name__, *summary(ints([make(v) for v in VALUES] * 3, [other(v) for v in VALUES])))
numbers = [0.0, -0.0, 1.5, -2.25, 1e300, 5e-324, float("inf"), float("-inf"), float("nan")]
for make in F, float:
    for other in float, F: report("floats", make.__name__, other.__name__, *summary(floats([make(v) for v in numbers] * 5, [other(v) for v in numbers])))
report("mixed", *summary(floats([I(v) for v in VALUES[:12]] * 5, [F(v) for v in numbers[:5]])), *summary(floats([F(v) for v in numbers[:5]] * 9, [True, False, I(3), 4])))

def overriding(x, y, n):
    out = set()
    for k in range(n):
        out.add(repr((x + 1, 1 + x, x == 3, x < 5, -x, int(x), float(x), abs(x), [10, 20, 30, 40][x], x - 1, x & 1, 2 * y, y >= 1, int(y), float(y), y + 1)))
        z = x
        z += 1
        out.add(z)
        if x: out.add("true")
    return sorted(out)
report("overriding", overriding(J(3), G(2.5), 3000))

def texts(x, y, n):
    out = set()
    d = {"abc": 1, x: 2}
    for k in range(n):
        out.add(repr((x == "abc", "abc" == x, x != y, x < y, x[0], y[1], x + "!", "abc" in d, d.get(x), d.get(y), x in ("abc", "d"), len(x), hash(x) == hash("abc"))))
        if x: out.add("x")
        if y: out.add("y")
    return sorted(out)
report("texts", texts(S("abc"), S("abd"), 2000))
report("texts", texts(S("x\xe9"), S("ab\u1234"), 2000))
report("texts", texts(T("abc"), S("abc"), 2000))
report("texts", texts("abc", T("abc"), 2000))

# Sequences ask no int for its __index__; others see what they are given.
class Seq:
    def __getitem__(self, k): return type(k).__name__
def indexing(k, n):
    out = set()
    l, b, s, seq, d = [1, 2, 3], b"abc", "xyz", Seq(), {2: "two"}
    for _ in range(n):
        out.add(repr((l[k], (4, 5, 6)[k], b[k], s[k], seq[k], d[k], bytearray(b)[k])))
        l[k] = 9
    try: [1][k]
    except IndexError as e: out.add(str(e))
    return sorted(out), l
report("indexing", indexing(I(2), 2000), indexing(J(2), 2000), indexing(2, 2000))
def backwards(k, n):
    t = 0
    for _ in range(n): t += [1, 2, 3][k] + (4, 5)[k]
    return t
report("backwards", backwards(I(-1), 2000), backwards(I(-2), 2000))

# Classes that change while the loop runs.
class K(int): pass
def changing(n):
    x, out = K(3), []
    for k in range(n):
        if k == 1500: K.__add__ = lambda self, o: "added"
        if k == 1800: del K.__add__
        if k == 2000: K.__lt__ = lambda self, o: "less"
        r = x + 1, x < 4
        if not out or out[-1] != r: out.append(r)
    return out
report("changing", changing(2500))
class L(int): pass
class M(int):
    def __mul__(self, o): return "M*"
def reclassed(n):
    x, out = L(3), []
    for k in range(n):
        if k == 1500: x.__class__ = M
        if k == 1700: x.__class__ = L
        r = x * 2, x == 3
        if not out or out[-1] != r: out.append(r)
    return out
report("reclassed", reclassed(2500))

# Signs and sizes that change.
def sizes(n):
    t, l = 0, [I(v) for v in (3, 3, 3, 0, -4, 2 ** 62, 2 ** 64 + 5, -2 ** 62, 7)]
    for k in range(n):
        x = l[0 if k < 1000 else k % 9]
        t += x
        if x > 5: t -= 1
        if x: t ^= 1
    return t
report("sizes", sizes(3000))

class Color(enum.IntEnum):
    RED = 0; GREEN = 1; BLUE = 2
    @property
    def low(self): return self.name.lower()
    def next(self): return Color((self + 1) % 3)
class Bits(enum.IntFlag): A = 1; B = 2; C = 4
class Way(enum.StrEnum): UP = enum.auto(); DOWN = enum.auto()
def enums(n):
    out, c, w = {}, Color.RED, Way.UP
    for k in range(n):
        f = Bits(k & 7)
        key = c == 1, c < Color.BLUE, c in (Color.RED, 2), [7, 8, 9][c], c + 0.5, c.low, c.next().name, bool(f & Bits.A), Bits.B in f, ~f, f ^ Bits.C, w == "up", w + "!", f"{c} {w} {c:03}", {0: "r", 1: "g"}.get(c)
        out[key] = out.get(key, 0) + 1
        c = c.next()
        w = Way.DOWN if w is Way.UP else Way.UP
    return out
for k, v in enums(3000).items(): report("enums", k, v)
def matching(c):
    match c:
        case Color.RED: return "red"
        case 1: return "one"
        case Way.UP: return "up"
        case "down": return "down"
        case 2.0: return "two"
    return "none"
def matched(l, n):
    out = {}
    for k in range(n):
        r = matching(l[k % len(l)])
        out[r] = out.get(r, 0) + 1
    return out
report("matched", matched([Color.RED, Color.GREEN, Color.BLUE, 0, 1, 2, Way.UP, Way.DOWN, "up", 0.0, F(1), S("up"), T("x"), None, I(5)], 3000))
