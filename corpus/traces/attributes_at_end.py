"""Instances of subclasses of int, tuple, str and bytes keep their attributes behind values of different sizes."""
class I(int):
    kind = "int"
    def twice(self): return self * 2
    @staticmethod
    def fixed(): return 1
    @classmethod
    def made(cls, v): return cls(v)
    @property
    def prop(self): return self + 100
class T(tuple):
    kind = "tuple"
    def size(self): return len(self)
class S(str):
    kind = "str"
    def loud(self): return self.upper()
class B(bytes):
    kind = "bytes"
class D(T):
    __slots__ = ()

def with_attributes(x, **names):
    for k, v in names.items(): setattr(x, k, v)
    return x
def read(l, n):
    out = {}
    for k in range(n):
        x = l[k % len(l)]
        key = type(x).__name__, len(str(x)), x.kind, x.a, getattr(x, "b", None)
        out[key] = out.get(key, 0) + 1
    return out
ints = [with_attributes(I(v), a=k) for k, v in enumerate([0, 1, -1, 2 ** 40, 2 ** 64, 2 ** 128, 2 ** 640])]
tuples = [with_attributes(T(range(v)), a=v, b=-v) for v in (0, 1, 2, 3, 10, 1000, 20000)]
strs = [with_attributes(S("x" * v), b=1, a=v) for v in (0, 1, 7, 8, 100, 5000, 70000)] + [with_attributes(S("\u1234" * 9), a=5)]
data = [with_attributes(B(b"x" * v), a=v) for v in (0, 1, 7, 8, 100, 5000)]
for l in ints[:3], ints, tuples[1:2], tuples, strs[:1], strs, data[2:3], data, ints + tuples + strs + data:
    for k, v in read(l, 3000).items(): print(k, v)

# An attribute of the instance's own hides a method and a class attribute, from some time on.
def hiding(n):
    x, y, out = I(3), I(2 ** 70), []
    for k in range(n):
        if k == 1500: x.twice = lambda: "own"
        if k == 2000: x.kind = "mine"
        if k == 2300: del x.twice
        r = x.twice(), y.twice(), x.kind, y.kind, x.fixed(), x.made(4), x.prop
        if not out or out[-1] != r: out.append(r)
    return out
for r in hiding(3000): print(r)
def missing(l, n):
    out = {}
    for k in range(n):
        try: r = l[k % len(l)].a
        except AttributeError as e: r = str(e)
        out[r] = out.get(r, 0) + 1
    return out
print(missing([I(1), ints[3], D((1,)), tuples[2], S("s"), strs[3]], 3000))
def stores(n):
    l, t = [I(1), T((1, 2)), S("abc"), B(b"z")], 0
    for k in range(n):
        x = l[k & 3]
        x.count = k
        t += x.count
        if k % 1000 == 999: x.__dict__["count"] = -5; t += x.count
        if k % 1300 == 1299: del x.count
    return t, [x.__dict__ for x in l]
print(stores(4000))
def replaced(n):
    x, t = with_attributes(T((1, 2)), a=1), 0
    for k in range(n):
        if k == 1000: x.__dict__ = {"a": 5}
        if k == 1500: x.__dict__["a"] = 7
        t += x.a + x.size()
    return t
print(replaced(2000))
class E(tuple):
    a = "class"
    def size(self): return "E"
def reclassed(n):
    x, out = T((1, 2)), []
    for k in range(n):
        if k == 1000: x.__class__ = E
        if k == 1500: x.a = 4
        r = x.size(), getattr(x, "a", None)
        if not out or out[-1] != r: out.append(r)
    return out
print(reclassed(2000))
