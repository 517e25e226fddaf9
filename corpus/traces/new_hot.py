# `__new__` in Python, in traces: instances, others' instances, subclasses with `__init__`, named tuples, exceptions on the way.
import collections
import traceback


class Interned:
    made = {}

    def __new__(cls, n):
        o = cls.made.get(n % 7)
        if o is None:
            o = object.__new__(cls)
            o.n = n
            cls.made[n % 7] = o
        return o


class Sub(Interned):
    made = {}
    inits = 0

    def __init__(self, n):
        Sub.inits += 1


class Other:
    def __new__(cls, n):
        if n % 50 == 49:
            return n
        if n % 50 == 48:
            return object.__new__(Child)
        o = object.__new__(cls)
        o.n = n
        return o


class Child(Other):
    inits = 0

    def __init__(self, n):
        Child.inits += n
        self.n = -n


class Fails:
    def __new__(cls, n):
        if n > 300:
            raise ValueError("too many")
        return object.__new__(cls)


class Word(str):
    def __new__(cls, s):
        return str.__new__(cls, s.upper())


Point = collections.namedtuple("Point", "x y")
Point3 = collections.namedtuple("Point3", "x y z", defaults=[7])


class Pair(tuple):
    __slots__ = ()

    def __new__(cls, a, b):
        return tuple.__new__(cls, (a, b))

    @property
    def sum(self):
        return self[0] + self[1]


def interned(n):
    t = 0
    for i in range(n):
        t += Interned(i).n + Sub(i).n
    return t, len(Interned.made), Sub.inits


def others(n):
    t, kinds = 0, {}
    for i in range(n):
        o = Other(i)
        k = type(o).__name__
        kinds[k] = kinds.get(k, 0) + 1
        t += o if k == "int" else o.n
    return t, sorted(kinds.items()), Child.inits


def tuples(n):
    p, t = Point(0, 0), 0
    for i in range(n):
        p = Point(p.x + 1, p.y + i)
        q = Point3(i, i)
        t += p[0] + q.z + len(q) + Pair(i, 2).sum + (p == (i + 1, p.y))
        w = Word("ab")
        if i % 100 == 0:
            t += hash(p) % 10 + hash(Pair(1, 2)) % 7
            p = p._replace(y=3)
    return t, p, q, w, type(w).__name__, Pair(3, 4)


def fails(n):
    for i in range(n):
        Fails(i)


def replaced(n):
    out = []
    for i in range(n):
        out.append(type(Pair(i, i)).__name__)
        if i == n // 2:
            Pair.__new__ = lambda cls, a, b: [a, b]
        if i == n - 20:
            Point.__init__ = lambda self, *a: out.append(a)
        if i > n - 22:
            Point(i, 1)
    return collections.Counter(map(str, out))


print(interned(300))
print(others(300))
print(tuples(400))
try:
    fails(400)
except ValueError:
    traceback.print_exc()
print(replaced(300))
