"""What special methods are asked, and what is said when they are wrong."""
import sys


class Sized:
    def __len__(self):
        print("len", end=" ")
        return 3

    def __iter__(self):
        print("iter", end=" ")
        return iter((1, 2, 3))


def collect(*args):
    return args


print([*Sized()], sorted(Sized()), [].extend(Sized()), (*Sized(),), collect(*Sized()), tuple(Sized()))


class I(int):
    def __rpow__(self, other, mod=None):
        return ("rpow", int(other), int(self), mod)


print(pow(2, I(3), 5), 2 ** I(3), pow(2, 3, I(5)))


class Meta(type):
    def __eq__(cls, other):
        raise ZeroDivisionError

    __hash__ = type.__hash__


class A(metaclass=Meta):
    pass


print(A | list[int], hash(int | str) == hash(str | int), (int | str) == (str | int))


class Slots:
    __slots__ = ("x",)


class Negative:
    def __len__(self):
        return -sys.maxsize - 10


for f in (lambda: Slots().x, lambda: len(Negative()), lambda: property().__set_name__(1), lambda: delattr(Slots, "__doc__"),
          lambda: type((lambda: 0))((lambda: 0).__code__, {}, "f", (), (), 1)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


class Split(ExceptionGroup):
    def split(self, c):
        return ["x"]


try:
    try:
        raise Split("x", [ValueError()])
    except* ValueError:
        pass
except TypeError as e:
    print(e)
print(iter([]).__next__.__doc__, "|", int.__add__.__doc__, "|", list.__iadd__.__doc__)
e = UnicodeEncodeError("ascii", "xxx", 1, 1000, "r")
print(e, e.start, e.end)


class Order:
    def f(self):
        self.b = self.a = 1


print(Order.__static_attributes__, compile("\n\nx", "m", "exec").co_firstlineno)
try:
    exec("return 1")
except SyntaxError as e:
    print(e, repr(e.text))
