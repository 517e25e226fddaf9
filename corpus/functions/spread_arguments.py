# Calls with stars whose parts are plain containers, and what must still be complained about.
def g(*a, **k):
    return a, k


t, l, d, e = (1, 2), [3, 4], {"a": 1, "b": 2}, {}
print(g(*t, **d), g(*t, *l), g(1, *t, 2, **e), g(*l, x=5, **d), g(**d))
print(g(*t, *l, *t, *t, *t, 7, y=1, **d), g(*e))


class Sub(dict):
    def keys(self):
        return ["only"]

    def __getitem__(self, k):
        return k * 2


for f in (
    lambda: g(a=1, **d),
    lambda: g(**{1: 2}),
    lambda: g(*3),
    lambda: g(*t, **3),
    lambda: g(*iter(l), **d),
    lambda: g(**d, c=3),
    lambda: g(*t, *iter(l), **{"z": l.pop()}),
    lambda: g(*l, l.append(9), *l),
    lambda: g(*t, **Sub(x=1)),
):
    try:
        print(f())
    except TypeError as x:
        print(type(x).__name__, x)


def h(a, b, *, c=0):
    return a, b, c


print(h(*t), h(*t, **{"c": 5}), max(*t), max(*t, **{"key": lambda x: -x}), dict(*[[(1, 2)]], **d))
try:
    h(*t, **d)
except TypeError as x:
    print(x)


class A:
    def __init__(s, *a, **k):
        s.a = a, k

    def m(s, *a, **k):
        return a, k


print(A(*t, **d).a, A().m(*t, **d), (lambda *a: a)(*t, *l))

# Sequences: comparing, joining, extending themselves.
print([1, 2] == [1, 3], [1, 2] < [1, 3], [1, 2] != [1, 2.0], [[1], [2]] == [[1], [2]], [1] < [1, 2])
print(list(zip("ab", (1, 2))), list(enumerate("abc", 5)), list(zip([1], [2, 3])))
try:
    list(zip([1], [2, 3], strict=True))
except ValueError as x:
    print(x)
a = [1, 2, 3]
b = a
a.extend(a)
a += (4,)
a += a
a[1:1] = a
print(a is b, a, [*a, *t])
c = t
c += (5,)
s = "x"
s += "y"
print(c, t, s, [1] + [2], (1,) + (2,), "a" + "b")
for f in (lambda: [1] + (2,), lambda: (1,) + [2], lambda: "a" + 1):
    try:
        f()
    except TypeError as x:
        print(x)


# Membership of what hashes by identity, and of sets.
class N:
    pass


class E:
    def __hash__(self):
        return 1

    def __eq__(self, o):
        return isinstance(o, E)


n = N()
seen = {n, E(), frozenset([1])}
print(n in seen, N() in seen, E() in seen, {1} in seen, {2} in seen, N in seen, len(seen), len(frozenset("aab")))
for f in (lambda: [] in seen, lambda: [] in set(), lambda: {} in frozenset()):
    try:
        print(f())
    except TypeError as x:
        print(x)
for x in (1, "two", None):
    for y, z in ((x, x), [x, x]):
        pass
print(y, z)
