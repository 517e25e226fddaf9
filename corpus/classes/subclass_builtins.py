class I(int):
    def __new__(cls, v, tag=""): o = super().__new__(cls, v); o.tag = tag; return o
    def __repr__(self): return f"I({int(self)})"
    def __add__(self, o): return I(int(self) + int(o), "sum")
i = I(5, "five"); print(i, i.tag, i + 1, (i + 1).tag, i * 2, type(i * 2).__name__, 1 + i, type(1 + i).__name__, i == 5, hash(i) == hash(5), [0] * i, {5: "x"}[i], f"{i} {i:d}", str(i), int(i), -i, abs(I(-3)), bool(I(0)), range(i), "abcdefg"[i], isinstance(i, int), i.bit_length(), i > 3, sorted([I(3), I(1)]))
class F(float):
    def __str__(self): return f"F<{float.__repr__(self)}>"
f = F(1.5); print(f, repr(f), f + 1, type(f + 1).__name__, f == 1.5, f"{f}", f"{f:.3f}", "%s %.1f" % (f, f), round(f), F("2.5") * 2, max(F(1), 0.5))
class S(str):
    def __getitem__(self, k): return S("<" + super().__getitem__(k) + ">")
    def __eq__(self, o): return str.__eq__(self, o) or o == "any"
    __hash__ = str.__hash__
s = S("hello"); print(s[0], s[1:3], s == "any", s.upper(), type(s.upper()).__name__, s + "x", "".join([s, "y"]), {s: 1}["hello"], s.split("l"), f"{s!r} {s:>8}", len(s), "ell" in s, list(s), s.replace("l", "L"), str(s) is s, type(str(s)).__name__)
class L(list):
    def append(self, x): super().append(x * 2)
    def __getitem__(self, k): return ("item", k)
    def __len__(self): return 100
    def __iter__(self): return iter("iter")
    def __contains__(self, x): return True
l = L([1, 2]); l.append(3); print(l, l[0], len(l), list(l), [*l], 99 in l, l + [1], type(l + [1]).__name__, type(l[:]).__name__, l == [1, 2, 6], sorted(l), L.__init__(l, [5]), l, list.__getitem__(l, 0), tuple(l), sum(L([1]).copy()))
class D(dict):
    def __getitem__(self, k): return f"get {k}"
    def __setitem__(self, k, v): super().__setitem__(k, v * 2)
    def __contains__(self, k): return True
    def keys(self): return ["fake"]
d = D(a=1); d["b"] = 2; print(d, d["zz"], d.get("a"), "q" in d, dict(d), {**d}, d.pop("a"), list(d), d.update(c=3), d, len(d), D.fromkeys("xy", 1), d | {"z": 1}, "%(k)s" % d)
def kw(**k): return k
print(kw(**D(a=1)))
class T(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
    def __add__(self, o): return T(*tuple.__add__(self, tuple(o)))
t = T(1, 2) + [3]; print(t, type(t).__name__, t[1:], type(t[1:]).__name__, t == (1, 2, 3), "%s %s %s" % t, hash(t) == hash((1, 2, 3)))
class E(Exception):
    def __init__(self, code, msg): super().__init__(msg); self.code = code
    def __str__(self): return f"[{self.code}] {super().__str__()}"
try: raise E(5, "bad")
except E as e: print(e, e.args, e.code, repr(e))
class B(bytes): pass
class BA(bytearray): pass
class C(complex): pass
class FS(frozenset): pass
print(B(b"ab"), type(B(b"ab") + b"c").__name__, BA(b"x"), C(1, 2) + 1, FS([1]) | {2}, type(FS([1]) | {2}).__name__, FS([1]), B(b"a") == b"a", repr(BA(b"q")))
class Idx:
    def __index__(self): return 1
    def __int__(self): return 7
    def __float__(self): return 2.5
    def __str__(self): return "strd"
    def __bytes__(self): return b"bytesd"
    def __bool__(self): return False
    def __hash__(self): return 3
    def __fspath__(self): return "/tmp/path"
x = Idx(); import os; print(int(x), float(x), str(x), bytes(x), bool(x), hash(x), os.fspath(x), [5, 6][x], f"{x}")
for name, bad in (("__int__", int), ("__float__", float), ("__str__", str), ("__bool__", bool), ("__len__", len), ("__hash__", hash), ("__repr__", repr), ("__index__", hex), ("__iter__", iter), ("__format__", format), ("__bytes__", bytes), ("__dir__", dir), ("__complex__", complex), ("__reversed__", reversed), ("__contains__", lambda o: 1 in o), ("__length_hint__", list), ("__next__", next)):
    for value in ("wrong", 1.5, -1, None):
        K = type("K", (), {name: lambda self, *a: value})
        try: print(name, repr(value), repr(bad(K()))[:60].split(" object at")[0])
        except Exception as e: print(name, repr(value), type(e).__name__ + ":", e)
K = type("K", (), {"__hash__": None, "__iter__": None, "__contains__": None, "__len__": None, "__call__": None, "__add__": None})
for op in (hash, iter, len, lambda k: 1 in k, lambda k: k(), lambda k: k + 1):
    try: op(K())
    except TypeError as e: print(e)
print(issubclass(I, int), int.__new__(I, 5).__class__.__name__, object.__reduce_ex__(5, 2)[0].__name__, isinstance(True, I)); big = I(2**70); print(big, big + 1, hash(big) == hash(2**70), big >> 69)
