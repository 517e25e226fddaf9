"""sum, min, max, sorted, sort, any, all and sets over lists and tuples are calls within a trace while no item would ask code in Python."""
from fractions import Fraction
class Odd:
    def __init__(self, v): self.v = v
    def __lt__(self, o): asked.append("lt"); return self.v < (o.v if isinstance(o, Odd) else o)
    def __gt__(self, o): asked.append("gt"); return self.v > (o.v if isinstance(o, Odd) else o)
    def __add__(self, o): asked.append("add"); return Odd(self.v + (o.v if isinstance(o, Odd) else o))
    __radd__ = __add__
    def __bool__(self): asked.append("bool"); return self.v > 5
    def __hash__(self): asked.append("hash"); return hash(self.v)
    def __eq__(self, o): asked.append("eq"); return isinstance(o, Odd) and o.v == self.v
asked = []
def run(n):
    t = 0
    for i in range(n):
        l = [i % 7, 3, i & 1, 2.5]
        u = ((i, "b"), (3, "a"), (i % 5, "c"))
        w = ["x", "yy", str(i)]
        if i == n - 4: l[1] = Odd(4)
        if i == n - 3: u = ((1, Odd(2)), (1, Odd(1)))
        if i == n - 2: w[0] = Odd(9)
        s = sum(l)
        t += s.v if isinstance(s, Odd) else s
        m = max(l); t += m.v if isinstance(m, Odd) else m
        m = min(l); t += m.v if isinstance(m, Odd) else m
        t += sorted(u)[0][0] + len(set(u)) + any(l) + 2 * all(w)
        l.sort()
        t += l[0] if not isinstance(l[0], Odd) else 0
        t += len(frozenset(w)) + len(set("hello")) + len(set(range(i % 4)))
        try: t += len(sorted(w))
        except TypeError as e: print(e)
        try: max([])
        except ValueError as e: t += len(str(e))
        try: sum(w)
        except TypeError as e:
            if i % 500 == 0: print(e)
        try: sorted([1, "a"])
        except TypeError as e:
            if i % 500 == 0: print(e)
    return t
print(run(1200), {k: asked.count(k) for k in sorted(set(asked))})
big = [2 ** 70, 1, Fraction(1, 3)]
def mixed(n):
    t = 0
    for i in range(n):
        t += sum(big) + max(big) - min((i, 2 ** 65)) + sum([0.1] * 10) + sum([], 5) + sum([True, 2])
    return t
print(mixed(300))
