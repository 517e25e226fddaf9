"""`a and b`, `a or b` as values in loops that are compiled, where truth takes a call; functions of cmath beside those of math."""
import cmath
import math


class Flag:
    def __init__(self, n):
        self.n = n

    def __bool__(self):
        return self.n % 3 != 0

    def __repr__(self):
        return f"Flag({self.n})"


class Sized:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n % 2

    def __repr__(self):
        return f"Sized({self.n})"


def kept(values):
    seen = {}
    for v in values:
        for x in (v and 5, v or 6, not v):
            seen[repr(x)] = seen.get(repr(x), 0) + 1
    return sorted(seen.items())


def roots(n):
    total, c = 0.0, 0j
    for i in range(n):
        total += math.sqrt(i)
        c += cmath.sqrt(i) + cmath.sqrt(float(i)) + cmath.exp(i / n)
    return round(total, 6), type(cmath.sqrt(4.0)).__name__, round(c.real, 6), round(c.imag, 6)


print(kept([Flag(i % 4 + 1) for i in range(600)]))
print(kept([Sized(i % 4) for i in range(600)]))
print(kept([{i} if i % 5 else set() for i in range(600)]))
print(kept([b"x" if i % 7 else b"" for i in range(600)]))
print(kept([2**70 if i % 4 else 0 for i in range(600)]))
print(kept([range(i % 2) for i in range(600)]))
print(roots(1000))
