"""Complex numbers in hot loops: arithmetic with all kinds of numbers, edge values, parts, and objects that something keeps."""
import math

inf, nan = math.inf, math.nan
EDGE = [0j, -0j, complex(-0.0, 0.0), complex(0.0, -0.0), complex(-0.0, -0.0), 1 + 2j, complex(inf, 1), complex(-inf, nan), complex(nan, inf), complex(nan, nan), complex(inf, -inf), 1e308 + 1e308j, -3.5j]
REAL = [0, 1, -1, 2, True, False, 0.0, -0.0, 0.5, inf, -inf, nan, 1 << 53, (1 << 62) - 1, -(1 << 62), 1 << 70, 1e308]


def operate(n):
    out = []
    for i in range(n):
        z, w, r = EDGE[i % len(EDGE)], EDGE[i // len(EDGE) % len(EDGE)], REAL[i % len(REAL)]
        out.append((z + w, z - w, z * w))
        out.append((z + r, r + z, z - r, r - z, z * r, r * z))
        out.append((-z, z.real, z.imag, z.conjugate(), z == w, z != r, bool(z)))
        try:
            out.append((abs(z), z / w, z / r))
        except (OverflowError, ZeroDivisionError) as e:
            out.append(str(e))
    return out


def escape(w, h, limit):
    total, last = 0, 0j
    for y in range(h):
        for x in range(w):
            c = complex(3.0 * x / w - 2, 2 * y / h - 1)
            z = 0j
            for i in range(limit):
                if abs(z) > 2:
                    break
                z = z * z + c
            total += i
            last += z if abs(z) < 1e10 else 1
    return total, last


def power(n):
    z, zs = 1 + 0j, []
    for i in range(n):
        z *= 0.6 + 0.8j
        z += 1e-9
        if i % 500 == 0:
            zs.append(z)
            zs.append(-z * 2 - 1j)
    return zs, z


def julia(z, c, n):
    for i in range(n):
        if z.real * z.real + z.imag * z.imag > 4.0:
            return i
        z = z * z + c
    return n


class Turn:
    def __init__(self):
        self.z = 1 + 1j

    def step(self, k):
        self.z = self.z * 1j + k
        return self.z


def turns(n):
    t, s = Turn(), 0
    for i in range(n):
        s += abs(t.step(i % 3)) + (t.z is t.z)
        if i % 1000 == 999:
            s += hash(t.z) % 7 + (t.z == complex(t.z.real, t.z.imag)) + (complex(i) == i)
    return s, t.z


def made(n):
    out = []
    for i in range(n):
        z = complex(i, -i)
        if i % 100 == 0:
            out.append((z, complex(i), complex(1.5, i), complex("1+2j"), complex(True), complex(True, False), complex(i << 62, 1)))
        else:
            z = complex(z.imag, 2)
    return out[-3:], z


print(*operate(40), sep="\n")
print(*operate(700)[-400:], sep="\n")
print(escape(20, 15, 30), escape(60, 40, 50))
print(power(3000))
print(sum(julia(complex(x / 40, y / 40), -0.7 + 0.27015j, 60) for x in range(-50, 50) for y in range(-20, 20)))
print(turns(5000))
print(made(1000))
