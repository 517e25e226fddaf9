"""`X.__new__` looks at the class first, then at the other arguments; which native `__new__` a class has to be made by; streams take no arguments."""
import io


def show(f, *a, **k):
    try:
        print(repr(f(*a, **k)).split(" at 0x")[0])
    except TypeError as e:
        print(e)


class A:
    pass


class B(int):
    pass


class C(B):
    def __new__(cls):
        return int.__new__(cls, 5)


for t in (range, slice, enumerate, reversed, zip, map, int, tuple, type, property):
    show(t.__new__)
    for x in (1, A, int, B, object):
        show(t.__new__, x)
show(range.__new__, range)
show(object.__new__, B)
show(object.__new__, C)
show(object.__new__, A)
show(int.__new__, C)
for t in (io.IOBase, io.RawIOBase, io.BufferedIOBase, io.TextIOBase):
    show(t, 1)
    show(t, a=1)


class Stream(io.RawIOBase):
    def __init__(self, a):
        super().__init__()
        self.a = a


class Plain(io.RawIOBase):
    pass


print(Stream(3).a)
show(Plain, 1)
show(Plain)
