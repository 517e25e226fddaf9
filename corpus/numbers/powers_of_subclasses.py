# Three-argument pow: the right operand of a subclass goes first only if its `__rpow__` is its own.
class Base:
    def __pow__(self, other, mod=None):
        return "pow", type(other).__name__, mod

    def __rpow__(self, other):
        return "rpow"


class Plain(Base):
    pass


class Own(Base):
    def __rpow__(self, other, mod=None):
        return "own rpow", mod


class Int(int):
    pass


class Asked(int):
    def __rpow__(self, other, mod=None):
        return "asked", mod


def tell(*a):
    try:
        print(pow(*a))
    except TypeError as e:
        print(e)


for b in Plain(), Own(), Base(), 3:
    tell(Base(), b, 7)
    tell(Base(), b)
tell(3, Int(4), 5)
tell(3, Asked(4), 5)
tell(3, Own(), 5)
tell(3, Base(), 5)
tell(2.5, Plain(), 5)
tell(Int(2), Asked(3), Int(5))
