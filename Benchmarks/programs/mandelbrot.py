"""Escape times with two floats, and with complex numbers."""
SIZE, QUICK = 280, 90


def with_floats(n):
    total = 0
    for row in range(n):
        ci = 2.0 * row / n - 1.0
        for column in range(n):
            cr = 3.0 * column / n - 2.0
            zr = zi = 0.0
            for count in range(60):
                rr, ii = zr * zr, zi * zi
                if rr + ii > 4.0:
                    break
                zi = 2.0 * zr * zi + ci
                zr = rr - ii + cr
            total += count
    return total


def with_complex(n):
    total = 0
    for row in range(n):
        for column in range(n):
            c = complex(3.0 * column / n - 2.0, 2.0 * row / n - 1.0)
            z = 0j
            for count in range(40):
                if abs(z) > 2.0:
                    break
                z = z * z + c
            total += count
    return total


def run(n):
    return with_floats(n), with_complex(n // 2)
