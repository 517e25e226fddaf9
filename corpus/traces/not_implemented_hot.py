"""Operators and comparisons in hot loops whose first method answers NotImplemented, chains of comparisons and kept conditions that are asked in Python; all
answers, tracebacks of what nobody answers, and methods that change their mind."""
import traceback


class V:
    def __init__(self, x, y): self.x, self.y = x, y
    def __add__(self, o):
        if not isinstance(o, V): return NotImplemented
        return V(self.x + o.x, self.y + o.y)
    def __mul__(self, k):
        if isinstance(k, (int, float)): return V(self.x * k, self.y * k)
        return NotImplemented
    __rmul__ = __mul__
    def __eq__(self, o):
        if not isinstance(o, V): return NotImplemented
        return self.x == o.x and self.y == o.y
    __hash__ = None
    def __lt__(self, o):
        if type(o) is not V: return NotImplemented
        return self.x < o.x


class M:
    def __init__(self, a): self.a = a
    def __rmul__(self, v): return V(v.x * self.a, v.y * self.a) if isinstance(v, V) else NotImplemented
    def __radd__(self, v): return NotImplemented if self.a % 2 == 0 else V(v.x + self.a, v.y)
    def __gt__(self, o): return NotImplemented if self.a == 3 else o.x < self.a
    def __eq__(self, o): return NotImplemented if self.a == 2 else self.a == getattr(o, "x", None)
    def __rsub__(self, o): raise KeyError("rsub")


class Bare:
    pass


def operators(n, ms):
    c = 0
    v = V(1, 2)
    for i in range(n):
        m = ms[i % len(ms)]
        v = v * m
        try: v = v + m
        except TypeError as e: c += len(str(e))
        try: v - m
        except (TypeError, KeyError): c += 1
        v = V(v.x % 10, v.y % 7)
        v *= m
    return c, v.x, v.y


def comparisons(n, others):
    seen = {}
    v = V(1, 2)
    for i in range(n):
        o = others[i % len(others)]
        try: less = v < o
        except TypeError as e: less = str(e)
        key = (type(o).__name__, v == o, v != o, o == v, o != v, less)
        seen[key] = seen.get(key, 0) + 1
        if v == o: seen["=="] = seen.get("==", 0) + 1
        if v != o: seen["!="] = seen.get("!=", 0) + 1
    return seen


class T:
    log = 0
    def __init__(self, n): self.n = n
    def __le__(self, o): T.log += 1; return self.n <= o.n if isinstance(o, T) else NotImplemented
    def __lt__(self, o): return Answer(self.n < o.n)
    def __bool__(self): T.log += 1; return self.n % 3 != 0
    def __repr__(self): return f"T({self.n})"


class Answer:
    def __init__(self, v): self.v = v
    def __bool__(self): T.log += 1; return self.v
    def __repr__(self): return f"Answer({self.v})"


class Bound:
    def __ge__(self, o): return o.n > 2


def chains(n):
    lo, hi, c, seen = T(3), T(n // 2), 0, {}
    for i in range(n):
        x = T(i)
        if lo <= x < hi: c += 1
        w = lo < x < hi
        seen[repr(w)] = seen.get(repr(w), 0) + 1
        w = lo <= x <= Bound() < Bound() if i % 7 == 100 else x <= Bound()
        c += w
        if 0 <= i < n // 3 <= n: c += 1
    return c, sorted(seen.items()), T.log


def kept(n):
    seen = {}
    for i in range(n):
        a, b = T(i), T(i // 3)
        for w in (a or b, a and b, not a, a or b or i % 2, a and b and 5):
            k = repr(w) if not isinstance(w, T) else w is a
            seen[k] = seen.get(k, 0) + 1
    return sorted(seen.items(), key=str), T.log


def unanswered(n):
    v = V(1, 2)
    for i in range(n):
        if i == n - 1:
            v + Bare()
        v == Bare()


class Sub(V):
    def __radd__(self, o): return "sub"


def subclasses(n):
    r = []
    for i in range(n):
        r = [V(1, 2) + Sub(1, 2), V(1, 2) == Sub(1, 2), Sub(1, 2) == V(1, 3), V(1, 2) != Sub(1, 2), V(1, 2) < V(2, 2)]
    return r


class Moody:
    def __init__(self): self.n = 0
    def __eq__(self, o):
        self.n += 1
        return [True, NotImplemented, 0, "yes", None][self.n % 5]
    __hash__ = None


def moods(n):
    a, b, c = Moody(), Moody(), [0, 0, 0]
    for i in range(n):
        if a == b: c[0] += 1
        if a != b: c[1] += 1
        if a == 5 != b: c[2] += 1
    return c, a.n, b.n


print(operators(600, [M(1)]))
print(operators(600, [M(1), M(2), M(3)]))
print(operators(600, [M(2)]))
print(comparisons(400, [None, "x", 3, 2.5, (1,), [], {}, b""]))
print(comparisons(400, [V(1, 2), V(2, 2), V(0, 1)]))
print(comparisons(400, [M(1), M(2), M(3), M(4)]))
print(comparisons(400, [Bare(), object(), V]))
print(chains(400))
print(kept(400))
print(subclasses(300))
print(moods(1000))
try:
    unanswered(300)
except TypeError:
    print("".join(line for line in traceback.format_exc().splitlines(True) if "File" not in line))
