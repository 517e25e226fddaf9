# Instances of a class below one with slots have room for weak references, which those of that one do not have: their layouts differ.


class S:
    __slots__ = ("x", "__dict__")


class T(S):
    pass


class U(S):
    pass


class V(S):
    __slots__ = ()


for cls, bases in [(T, (U, S)), (U, (V,)), (V, (S,)), (V, (T,)), (U, (S,))]:
    try:
        cls.__bases__ = bases
        print(cls.__mro__)
    except TypeError as e:
        print(e)
