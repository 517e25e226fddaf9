"""Calls of a module's functions at one place while the module changes: native, Python, missing, other objects."""
import math
import types

m = types.ModuleType("m")


def plain(a, b=2, *c):
    return a, b, c


class Callable:
    def __call__(self, *a):
        return "called", a


class Other:
    def f(self, *a):
        return "method", a


def at(o, *rest):
    try:
        return o.f(1)
    except Exception as e:
        return f"{type(e).__name__}: {e}"


def two(o):
    try:
        return o.f(1, 2)
    except Exception as e:
        return f"{type(e).__name__}: {e}"


for value in [abs, abs, abs, plain, plain, lambda x: x + 1, len, math.sqrt, Callable(), int, str, Other().f, None, "text", plain, abs, [].append, max, (lambda a, b: a - b)]:
    m.f = value
    for _ in range(3):
        print(at(m), two(m))
del m.f
print(at(m))
m.f = abs
print(at(m), at(Other()), at(m), at(3), at(m))
m.__getattr__ = lambda name: (lambda *a: ("dynamic", name, a))
del m.f
print(at(m), two(m))


def evaluated(order=[]):
    def arg(x):
        order.append(x)
        m.f = plain
        return x
    m.f = abs
    return m.f(arg(-1)), m.f(arg(5)), order


print(evaluated())
for i in range(3):
    print(math.floor(i + 0.5), math.gcd(i, 6), math.pow(2, i), math.hypot(i, 4))
    try:
        math.sqrt(-1)
    except ValueError as e:
        print(e)
    try:
        math.sqrt()
    except TypeError as e:
        print(e)
