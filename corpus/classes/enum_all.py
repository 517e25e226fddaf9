from enum import Enum, IntEnum, Flag, IntFlag, StrEnum, auto, unique, member, nonmember, EnumMeta
class Color(Enum):
    RED = 1
    GREEN = 2
    BLUE = 3
    CRIMSON = 1
    def describe(self): return f"{self.name}={self.value}"
    @classmethod
    def default(cls): return cls.GREEN
    @property
    def hexa(self): return hex(self.value)
print(Color.RED, repr(Color.RED), Color(2), Color["BLUE"], Color.CRIMSON is Color.RED, list(Color), Color.RED.describe(), Color.default(), Color.RED.hexa, len(Color), Color.RED in Color, 1 in Color, 9 in Color, list(Color.__members__.items()), [c.name for c in reversed(Color)], type(Color.RED), isinstance(Color.RED, Color), Color.RED == 1, Color.RED != Color.BLUE, hash(Color.RED) == hash(Color.RED), {Color.RED: 1}, f"{Color.RED} {Color.RED!r}", str(Color), repr(Color))
for op in (lambda: Color(9), lambda: Color["NOPE"], lambda: Color.NOPE, lambda: setattr(Color, "RED", 5), lambda: Color.RED < Color.BLUE, lambda: Color(), lambda: delattr(Color, "RED"), lambda: type("X", (Color,), {}), lambda: setattr(Color.RED, "value", 3)):
    try: print(op())
    except Exception as e: print(type(e).__name__ + ":", e)
class N(IntEnum): ONE = 1; TWO = 2
print(N.ONE + 1, N.TWO > N.ONE, N.ONE == 1, repr(N.ONE), str(N.ONE), f"{N.TWO}", sorted([N.TWO, N.ONE]), [10, 20, 30][N.ONE], N(2), int(N.TWO), N.ONE | 4)
class S(StrEnum): A = auto(); B = "bee"
print(S.A, S.B.upper(), repr(S.A), S.A == "a", "x" + S.B, list(S))
class Perm(Flag): R = auto(); W = auto(); X = auto(); RW = R | W
print(Perm.R | Perm.X, repr(Perm.RW), Perm.RW & Perm.W, ~Perm.R, Perm.R in Perm.RW, Perm(0), bool(Perm(0)), list(Perm.RW), Perm(5), Perm.R ^ Perm.RW, len(Perm.RW), Perm["R"].value, list(Perm))
class IF(IntFlag): A = 1; B = 2
print(IF.A | IF.B, IF.A | 8, repr(IF.A | 8), IF(3) == 3, IF.A + 1, ~IF.A)
class Auto(Enum):
    def _generate_next_value_(name, start, count, last): return name.lower() * (count + 1)
    FIRST = auto(); SECOND = auto()
print([a.value for a in Auto])
class Planet(Enum):
    EARTH = (5.97, 6.37); MARS = (0.64, 3.39)
    def __init__(self, mass, radius): self.mass, self.radius = mass, radius
    @property
    def density(self): return round(self.mass / self.radius, 3)
print(Planet.EARTH.density, Planet.MARS.value, Planet.EARTH)
class Missing(Enum):
    A = 1
    @classmethod
    def _missing_(cls, v): return cls.A if v == "alias" else None
print(Missing("alias"))
try: Missing("x")
except ValueError as e: print(e)
try:
    @unique
    class Dup(Enum): A = 1; B = 1
except ValueError as e: print(e)
Animal = Enum("Animal", "CAT DOG"); print(list(Animal), Animal.CAT.value); A2 = Enum("A2", {"x": 10, "y": 20}); print(list(A2)); A3 = IntEnum("A3", ["p", "q"], start=5); print(list(A3))
class WithNon(Enum):
    A = 1
    B = nonmember(2)
    @member
    def C(self): pass
    _ignore_ = ["tmp"]
    tmp = 3
    class Inner: pass
print(list(WithNon.__members__), WithNon.B)
try:
    class Bad(Enum): A = 1; A = 2
except TypeError as e: print(e)
class Mixed(float, Enum): PI = 3.14; E = 2.71
print(Mixed.PI * 2, Mixed.PI > 3, repr(Mixed.PI), Mixed.PI)
match Color.BLUE:
    case Color.RED: print("red")
    case Color.BLUE: print("blue matched")
import copy, pickle; print(copy.deepcopy(Color.RED) is Color.RED, Color.RED.__class__, Color.RED._value_, Color.RED._name_, Color.__doc__, Color.RED.__doc__)
