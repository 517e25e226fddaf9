"""`super().method()` in loops that are compiled: chains, mixins, builtin bases, classes and `super` changed on the way."""
import builtins


class Base:
    def __init__(self, x):
        super().__init__()
        self.x = x

    def step(self, n, *, by=1):
        self.x += n * by
        return self.x

    def describe(self):
        return f"base {self.x}"


class Mixin:
    def step(self, n, *, by=1):
        return super().step(n + 1, by=by) - 1

    def describe(self):
        return "mixed " + super().describe()


class Child(Mixin, Base):
    def __init__(self, x, y):
        super().__init__(x)
        self.y = y

    def step(self, n):
        def later():
            return self.y
        return super().step(n, by=2) + later()

    def describe(self):
        return "child " + super().describe()


class Numbers(list):
    def append(self, x):
        super().append(x * 2)

    def pop(self):
        return super().pop() + 1


class Keyed(dict):
    def __setitem__(self, k, v):
        super().__setitem__(k.upper(), v)

    def __getitem__(self, k):
        return super().__getitem__(k.upper())


def made(n):
    total = 0
    for i in range(n):
        c = Child(i, i * 2)
        total += c.step(3) + c.x + c.y
    return total, c.describe()


def containers(n):
    a, d = Numbers(), Keyed()
    for i in range(n):
        a.append(i)
        d["k%d" % (i % 7)] = i
    return sum(a), a.pop(), sorted(d.items()), d["k3"]


def rebound(n):
    c, out = Child(0, 1), []
    for i in range(n):
        if i == n // 2:
            Mixin.step = lambda self, n, *, by=1: 1000
        if i == n // 2 + 50:
            c.__class__ = Mixed
        r = c.step(1)
        if i % 100 == 0:
            out.append(r)
    return out


class Mixed(Base):
    def step(self, n):
        return -super().step(n)


def missing(n):
    class A:
        def go(self, i):
            if i < n - 5:
                return 0
            return super().nothing(i)
    a = A()
    for i in range(n):
        try:
            a.go(i)
        except AttributeError as e:
            return i, str(e)


def another(n):
    class A:
        def f(self):
            return 1

    class B(A):
        def f(self):
            return super().f() + 1

    b, total = B(), 0
    global super
    for i in range(n):
        if i == n - 10:
            def super():
                class Fake:
                    def f(self):
                        return 100
                return Fake()
        total += b.f()
    del super
    return total, b.f()


print(made(500))
print(containers(500))
print(rebound(600))
print(missing(400))
print(another(400))
