# `__bases__` assigned while mro() runs: what the inner assignment set stays, cycles are refused.
class M(type):
    ready = False
    def mro(cls):
        if M.ready and cls.__name__ == "C":
            M.ready = False
            C.__bases__ = (B2,)
        if M.cycle and cls.__name__ == "D1":
            D2.__bases__ = (D1,)
        if M.cycle and cls.__name__ == "D2":
            D1.__bases__ = (D2,)
        return type.mro(cls)
M.cycle = False
class A(metaclass=M): pass
class B1(A): pass
class B2(A): pass
class C(A): pass
class D1(A): pass
class D2(A): pass
M.ready = True
C.__bases__ = (B1,)
print(C.__bases__, B1.__subclasses__(), B2.__subclasses__(), C.__mro__)
B1.__bases__ = (C,)
print(B1.__mro__)
M.cycle = True
try:
    D1.__bases__ += ()
except TypeError as e:
    print(e)
M.cycle = False
class N(type):
    def mro(cls):
        return (B1,)
try:
    class X(metaclass=N): pass
except TypeError as e:
    print(e)
for make in (lambda: type("A\udcdcB", (), {}), lambda: type("A", (), {"__doc__": "x\udcdcy"}), lambda: setattr(A, "__name__", "a\udcdcb")):
    try:
        make()
    except UnicodeEncodeError as e:
        print(e)
