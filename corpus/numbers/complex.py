import cmath
a, b = 3 + 4j, 1 - 2j
print(a + b, a - b, a * b, a / b, -a, +a, abs(a), a ** 2, a ** b, a ** 0.5, a.conjugate(), a.real, a.imag)
print(complex(), complex(1), complex(1, 2), complex("1+2j"), complex(" -3.5j "), complex("(1-1j)"), complex("inf+nanj"))
print(1j * 1j, 0j, -0j, complex(-0.0, -0.0), 1e20j, 1.5e-10j, (1 + 0j) == 1, 1j == 1, hash(1 + 0j) == hash(1), hash(2 + 3j))
print(repr(1 + 2j), str(-1 - 2j), f"{a:.2f}", f"{a:>20.1f}", f"{a:e}", f"{1j:g}", format(a, ""), f"{a!r:>10}")
print(bool(0j), bool(1j), 2 * a, a * 2.5, 1 - a, 2 ** (1 + 1j), (1 + 2j).__eq__(1), complex.__add__(a, 1))
for op in (lambda: a < b, lambda: a // b, lambda: a % b, lambda: int(a), lambda: float(a), lambda: a / 0, lambda: complex("1+"), lambda: complex("a"),
           lambda: complex("1", 2), lambda: complex(1, "2"), lambda: 0j ** -1, lambda: complex([]), lambda: divmod(a, b), lambda: round(a)):
    try:
        print(op())
    except Exception as e:
        print(type(e).__name__ + ":", e)
print(cmath.sqrt(-1), cmath.phase(-1), cmath.polar(1j), cmath.isclose(cmath.exp(1j * cmath.pi), -1))
total = 0j
for k in range(10):
    total += complex(k, -k) * 1j ** k
print(total)
class C:
    def __complex__(self): return 5 + 6j
class F:
    def __float__(self): return 2.5
class I:
    def __index__(self): return 7
print(complex(C()), complex(F()), complex(I()), complex(F(), I()))
z, c, n = 0j, -0.4 + 0.6j, 0
while abs(z) < 2 and n < 50:
    z = z * z + c
    n += 1
print(n, f"{z:.6f}")
