"""Class methods of builtin types, `__dict__` of instances and `issubclass` with tuples of classes in hot loops."""
from datetime import date, timedelta
from functools import cached_property


def numbers(data, n):
    s = 0
    for i in range(n):
        s += int.from_bytes(data[i:i + 4], "little") - int.from_bytes(data[i:i + 2], "big")
        s ^= int.from_bytes(data[i:i + 1])
    return s


print(numbers(bytes(range(256)) * 10, 2000))


class Own(int): pass


def made(n):
    c = 0
    for i in range(n):
        d = dict.fromkeys("abc", i)
        c += len(d) + Own.from_bytes(b"\1\2", "big") + bytes.fromhex("0a0b")[1] + int(float.fromhex("0x1p3"))
        if type(Own.from_bytes(b"\1")) is Own: c += 1
    return c


print(made(2000))


def days(n):
    c = 0
    for i in range(1, n):
        d = date.fromordinal(700000 + i)
        c += d.day + date.fromisoformat("2020-02-03").month + (d + timedelta(1)).weekday()
    return c


print(days(2000))


class P:
    def __init__(self, n): self.n = n
    @cached_property
    def double(self): return self.n * 2


def cached(n):
    s = 0
    for i in range(n):
        p = P(i)
        s += p.double + p.double + len(p.__dict__)
        p.__dict__["z"] = i
        s += p.z
        p.n = 5
        s += p.__dict__["n"]
        if i > n - 4: p.__dict__ = {"n": 100, "z": 7}
        s += p.n + p.z
    return s


print(cached(2000))


class M(type):
    asked = 0
    def __subclasscheck__(cls, c): M.asked += 1; return c is int


class A(metaclass=M): pass


def classes(n):
    c = 0
    for i in range(n):
        t = (int, str, KeyError, bool)[i % 4]
        if issubclass(t, (KeyError, ValueError)): c += 1
        if issubclass(t, (int, LookupError)): c += 10
        if issubclass(t, ()): c += 100
        if issubclass(t, (str, A)): c += 1000
        if issubclass(t, ((int, float), str)): c += 10000
    return c, M.asked


print(classes(2000))


def refused(n):
    c = 0
    for i in range(n):
        try: c += issubclass(int if i < n - 5 else i, (str, int))
        except TypeError as e: c += len(str(e))
    return c


print(refused(2000))
