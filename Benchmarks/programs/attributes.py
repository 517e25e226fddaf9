"""Reads and writes of instance, class and slot attributes and properties."""
SIZE, QUICK = 800_000, 80_000


class Vector:
    kind = 3

    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z


class Slotted:
    __slots__ = ("a", "b")

    def __init__(self, a, b):
        self.a = a
        self.b = b

    @property
    def sum(self):
        return self.a + self.b


def run(n):
    v, s = Vector(1, 2, 3), Slotted(1, 2)
    for i in range(n):
        v.x, v.y, v.z = v.y + 1, v.z - v.x, (v.x + i) % 1009
        s.a = (s.b + v.kind) % 997
        s.b = s.sum % 991
    return v.x, v.y, v.z, s.a, s.b
