# Float arithmetic, comparisons, special values, hashing.
import math, sys
inf, nan = float("inf"), float("nan")
samples = [0.0, -0.0, 1.0, -2.5, 0.1, 1e308, 5e-324, inf, -inf, nan, 7.0]
for a in samples:
    for b in samples:
        row = [a + b, a - b, a * b, a == b, a < b, a >= b]
        for op in (lambda: a / b, lambda: a // b, lambda: a % b, lambda: divmod(a, b), lambda: a ** b):
            try:
                row.append(op())
            except (ZeroDivisionError, OverflowError) as e:
                row.append(f"{type(e).__name__}: {e}")
        print(a, b, *row, sep=" | ")
print(-7.5 // 2, -7.5 % 2, 7.5 // -2, 7.5 % -2, divmod(-7.5, 2.0), 5.0 % inf, -5.0 % inf)
print(1 == 1.0, 2**53 + 1 == float(2**53), 2**53 + 1 > float(2**53), 10**400 > inf, 10**400 < inf, -10**400 < -inf, 1 < nan, 10**30 == 1e30)
print(hash(1.0) == hash(1), hash(0.5), hash(inf), hash(-inf), hash(1e300), hash(-0.0), hash(2.0**70) == hash(2**70))
print(sum([0.1] * 10), math.fsum([0.1] * 10), sum([1e100, 1.0, -1e100]), sum([1, 2.5, True]), max(1.0, 1), min(nan, 1.0), max(1.0, nan))
print((-8) ** (1/3), (-8.0) ** 2, 2.0 ** 0.5, 0.0 ** 0, inf ** 0, nan ** 0)
print(sys.float_info.max, sys.float_info.min, sys.float_info.epsilon, sys.float_info.dig, sys.float_info.mant_dig)
print(0.1 + 0.2, 0.1 + 0.2 == 0.3, 1.1 * 3, 1e16 + 1, 9007199254740993.0, 0.1 * 3)
x = 1.0
for i in range(60):
    x = x * 1.1 - 0.05 / (i + 1)
print(x)
print(bool(0.0), bool(-0.0), bool(nan), not 0.1, int(1e20), int(-1e15), 1.5.real, 1.5.imag, (1.5).conjugate())
print([float(i) / 7 for i in range(-7, 8)])
print(type(1.0 // 1), type(True + 1.0), math.copysign(1, -0.0))
