# Every operator method: normal, reflected, in place, unary; NotImplemented and fallbacks.
names = "add sub mul truediv floordiv mod pow matmul lshift rshift and or xor".split()
class V:
    def __init__(self, n): self.n = n
    def __repr__(self): return f"V{self.n}"
def make(name):
    def normal(self, o): return f"{self!r}.{name}({o!r})" if not isinstance(o, str) else NotImplemented
    def reflected(self, o): return f"{self!r}.r{name}({o!r})"
    return normal, reflected
for name in names:
    n, r = make(name); setattr(V, f"__{name}__", n); setattr(V, f"__r{name}__", r)
class W(V): pass
class X(V):
    def __radd__(self, o): return f"X.radd({o!r})"
class I:
    def __init__(self): self.log = []
for name in names:
    setattr(I, f"__i{name}__", lambda self, o, name=name: self.log.append((name, o)) or self)
v, w, x = V(1), W(2), X(3)
ops = "+ - * / // % ** @ << >> & | ^".split()
for op in ops: print(op, eval(f"v {op} 5"), eval(f"5 {op} v"), eval(f"v {op} w"), eval(f"w {op} v"))
print(v + x, x + v, w + x, "s".__add__("t"))
i = I()
for op in ops: exec(f"i {op}= 7")
print(i.log)
for op in ops: exec(f"z = V(9)\nz {op}= 1\nprint(z)")
for op in ops + ["<", ">=", "in"]:
    try: print(eval(f"object() {op} 1"))
    except TypeError as e: print(e)
    try: exec(f"o = None\no {op}= 1") if op in ops else None
    except TypeError as e: print(e)
for text in ("-None", "+'a'", "~1.5", "v + 's'", "'s' - v", "[] + ()", "1 + '1'", "'1' + 1", "{} | 1", "2 ** 'a'", "pow(1, 2, 'a')", "'a' * 'b'", "1 @ 2", "print >> 5", "[1] * 1.5", "b'' + ''", "1 < 'a'", "None < None", "[] < ()", "{} < {}", "1j < 2", "object() <= object()", "'a' in 1", "'%d' % 'a'"):
    try: print(text, eval(text))
    except TypeError as e: print(text, "->", e)
class Un:
    def __neg__(self): return "neg"
    def __pos__(self): return "pos"
    def __invert__(self): return "invert"
    def __abs__(self): return "abs"
u = Un(); print(-u, +u, ~u, abs(u))
class Cmp:
    def __init__(self, n): self.n = n
    def __lt__(self, o): print("lt", end=" "); return NotImplemented if isinstance(o, Cmp2) else "LT"
    def __gt__(self, o): print("gt", end=" "); return "GT"
    def __eq__(self, o): print("eq", end=" "); return NotImplemented
    def __le__(self, o): print("le", end=" "); return []
class Cmp2(Cmp):
    def __gt__(self, o): print("gt2", end=" "); return "GT2"
    def __hash__(self): return 1
c, d = Cmp(1), Cmp2(2)
print(c < c); print(c > c); print(c < d); print(c == c); print(c == d); print(c != d); print(c <= 1 < 2); print(1 < c); print(5 == c, c in [c], [c] == [c], c in (d,))
try: {c}
except TypeError as e: print(e)
try: c >= 1
except TypeError as e: print(e)
class Container:
    def __contains__(self, k): return k == 5
    def __getitem__(self, k): return ("get", k)
    def __setitem__(self, k, val): print("set", k, val)
    def __delitem__(self, k): print("del", k)
    def __len__(self): return 3
    def __iter__(self): return iter([1])
    def __call__(self, *a, **k): return a, k
    def __missing__(self, k): return "unused"
    def __length_hint__(self): return 1
k = Container(); k[1] = 2; del k["x"]; k[1:2] = 3; print(5 in k, 6 in k, 6 not in k, k[0], k[1:2], len(k), list(k), k(1, a=2), bool(k)); k["c"] += ("more",)
class Idx:
    def __index__(self): return 2
print([1, 2, 3][Idx()], "abc"[:Idx()], [0] * Idx(), range(Idx()), 1 << Idx() if False else (1).__lshift__(2), bytes(Idx()), hex(Idx()), (10).__rsub__(3), (5).__radd__(1), (7).__rfloordiv__(50), (2).__rpow__(3), (1.5).__rtruediv__(3), "a".__rmul__(3), [1].__rmul__(2), "%s".__mod__(1))
import operator as o
print(o.add(1, 2), o.itemgetter(1, 0)("ab"), o.attrgetter("real", "imag")(5), o.methodcaller("upper")("a"), o.concat("a", "b"), o.contains([1], 1), o.indexOf([5, 6], 6), o.countOf([1, 1], 1), o.truth([]), o.not_(1), o.is_(1, 1), o.index(True), o.iadd([1], [2]), o.matmul, o.floordiv(7, 2), o.inv(5), o.neg(3), o.setitem, o.lt(1, 2), o.pos(-1))
