# Attributes by native getters, `getattr` and `hasattr` of what is there and what is not, in traces.
import datetime


class A:
    """The doc of A."""
    def m(self):
        """The doc of m."""


class B(A):
    x = 1


class Asked:
    def __getattr__(self, name):
        if name == "bad":
            raise AttributeError("no " + name)
        return name


def f(a, b=2):
    """The doc of f."""


def plain(n):
    t, out = 0, None
    a, b, d = A(), B(), datetime.date(2020, 2, 28)
    for i in range(n):
        o = a if i % 3 else b
        out = (type(o).__name__, type(o).__doc__, o.m.__name__, o.m.__doc__, f.__name__, f.__doc__, f.__defaults__, type(o).__mro__[0].__qualname__, o.__doc__, A.__module__)
        r = range(i, i + 4, 2)
        d += datetime.timedelta(days=i % 3)
        t += r.start + r.stop + r.step + d.year + d.month + d.day + len(type(o).__name__)
        if i == n - 40:
            B.__name__ = "Renamed"
            f.__doc__ = "new"
            f.__name__ = "g"
    return t, out, d.isoformat()


def asked(n):
    out = {}
    a, b, q = A(), B(), Asked()
    for i in range(n):
        o = a if i % 2 else b
        r = (getattr(o, "x", None), hasattr(o, "x"), hasattr(o, "y"), getattr(o, "y", i % 2), getattr(q, "bad", 5), getattr(q, "good", 6), hasattr(q, "bad"),
             getattr(f, "__doc__", None), getattr(f, "missing", 3), getattr(i, "real", -1) == i)
        out[r] = out.get(r, 0) + 1
        if i == n // 2:
            a.y = "own"
        if i == n - 30:
            A.x = "class"
        if i == n - 20:
            A.__getattr__ = lambda self, name: "asked"
        if i == n - 10:
            del A.__getattr__
    return out


def missing(n):
    out = []
    a = A()
    for i in range(n):
        try:
            out.append(getattr(a, "z"))
        except AttributeError as e:
            out.append(str(e))
        if i == n - 5:
            a.z = 1
    return out[0], out[-1], len(set(out))


print(plain(400))
print(asked(400))
print(missing(300))


class Property:
    def __init__(self, n):
        self.n = n

    @property
    def p(self):
        def inner():
            return self
        if self.n % 40 == 39:
            raise AttributeError("inside")
        if self.n % 40 == 38:
            self.missing
        return inner().n

    @property
    def q(self):
        return self.p + 1


def named(n):
    out = {}
    for i in range(n):
        o = Property(i)
        try:
            o.q
            o.p
        except AttributeError as e:
            k = e.name, str(e), e.obj is o
            out[k] = out.get(k, 0) + 1
        try:
            o.n = 39
            o.p += 1
        except AttributeError as e:
            k = e.name, str(e), e.obj is o, 1
            out[k] = out.get(k, 0) + 1
    return out


print(named(600))
