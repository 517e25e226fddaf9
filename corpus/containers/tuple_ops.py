t = (1, "a", 2.5)
print(t, (), (1,), 1, t[0], t[-1], t[1:], t[::-1], t + (4,), t * 2, len(t), "a" in t, t.index("a"), t.count(1), hash((1, 2)) == hash((1, 2)))
a, b, c = t; print(a, b, c); (a, (b, c)), d = (1, (2, 3)), 4; print(a, b, c, d); a, *b = range(5); print(a, b); *a, b = "xyz"; print(a, b); a, *b, c = (1, 2); print(a, b, c); [p, q] = {"k": 1, "l": 2}; print(p, q)
a, b = b, a; x = y = [1]; x.append(2); print(y, x is y); i = 0; arr = [0, 0]; i, arr[i] = 1, 5; print(i, arr)
print((1, 2) < (1, 3), (1,) < (1, 0), (1, "a") == (1, "a"), () < (0,), (1, 2) == [1, 2], ((1, 2), 3)[0][1], tuple([1, 2]), tuple("ab"), tuple(range(3)), tuple(), tuple((1,)) == (1,))
print(sorted([(1, "b"), (1, "a"), (0, "z")]), max((1, 5), (2, 0)), {(1, 2): "pair"}[1, 2], (1, [2])[1], tuple(x * x for x in range(4)), (*t, *"xy"), divmod(7, 2), "%s-%s" % (1, 2))
def f(*args): return args
print(f(), f(1), f(*t), f(*(), *[1], 2), f((1, 2)))
try: t[0] = 1
except TypeError as e: print(e)
try: del t[0]
except TypeError as e: print(e)
for op in (lambda: t + [1], lambda: t[10], lambda: t["a"], lambda: t.index(99), lambda: t * 1.5, lambda: t < 5, lambda: hash(([],)), lambda: t.append(1), lambda: tuple(5), lambda: (1, "a") < (1, 2), lambda: tuple(1, 2)):
    try: print(op())
    except Exception as e: print(type(e).__name__ + ":", e)
def unpack(n, v):
    try:
        if n == 2: a, b = v
        elif n == 3: a, b, c = v
        else: a, b, *c, d = v
        print("ok")
    except Exception as e: print(type(e).__name__ + ":", e)
unpack(2, [1]); unpack(2, [1, 2, 3]); unpack(3, (1, 2)); unpack(3, "abcd"); unpack(4, [1, 2]); unpack(2, 5); unpack(2, {1}); unpack(3, iter([1])); unpack(2, (x for x in range(9))); unpack(2, None); unpack(4, [1, 2, 3]); unpack(2, {"a": 1, "b": 2, "c": 3})
m = ([],); m[0].append(1); print(m)
try: m[0] += [2]
except TypeError as e: print(e, m)
class T(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
    def __repr__(self): return "T" + super().__repr__()
    first = property(lambda self: self[0])
v = T(1, 2); print(v, v.first, v + (3,), type(v + (3,)).__name__, v == (1, 2), v[:], {v: 1}[(1, 2)], len(v), isinstance(v, tuple), [*v])
for a, (b, *c) in [(1, "xyz"), (2, [5])]: print(a, b, c)
for k, (l, m) in {"p": (1, 2)}.items(): print(k, l, m)
r = (1, []); r[1].append(r); print(r)
