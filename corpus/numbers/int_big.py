# Big integers: growth across word sizes, every operation against identities.
import math
print(2**62, 2**63, 2**64, -2**63, -2**63 - 1, 2**63 - 1)
x = 1
for i in range(1, 31):
    x *= i
print(x, x.bit_length())
a = 3**100
b = 7**60
print(a + b, a - b, b - a, a * b, sep="\n")
print(a // b, a % b, divmod(-a, b), divmod(a, -b), sep="\n")
print(a & b, a | b, a ^ b, ~a, -a & b, -a | b, -a ^ -b, sep="\n")
for shift in (1, 31, 32, 61, 62, 63, 64, 65, 100):
    print(shift, 1 << shift, -1 << shift, a >> shift, -a >> shift, (1 << shift) >> shift)
for n in range(60, 70):
    for s in (1, -1):
        v = s * 2**n
        assert v + 1 - 1 == v and (v * 3) // 3 == v and v // 2 * 2 == v and int(str(v)) == v and int(hex(v), 16) == v
        assert (v - 1) + 1 == v and -(-v) == v and (v ^ v) == 0 and v - v == 0 and abs(v) == 2**n
print("identities hold")
print(a == 3**100, a < b, a > b, a != b, a <= a, hash(a) == hash(3**100), hash(2**61 - 1), hash(2**61), hash(-1), hash(-2), hash(2**200))
print(float(a), int(float(2**70)), a / b, b / a, 10**400 // 10**398, 10**400 / 10**399)
print(math.isqrt(a), math.gcd(a * 6, b * 4), math.lcm(12, 18), math.factorial(25), math.comb(100, 50), math.perm(20, 5))
try:
    float(10**400)
except OverflowError as e:
    print("OverflowError:", e)
try:
    10**400 / 3
except OverflowError as e:
    print("OverflowError:", e)
print(f"{2**100:,} {2**100:_} {2**100:x} {2**100:#o} {-2**70:b} {2**100:e} {2**100:>40} {2**100:040d}")
print(hex(2**100), oct(-2**70), bin(2**66), str(10**50), repr(-10**50))
fib = [0, 1]
while fib[-1] < 10**60:
    fib.append(fib[-1] + fib[-2])
print(len(fib), fib[-1], sum(fib))
print(pow(3, 10**30, 10**20 + 39), pow(2**100, 3), pow(2**70, -1, 10**9 + 7))
print((2**100).to_bytes(16), int.from_bytes((2**100).to_bytes(16, "little"), "little") == 2**100, (2**100).bit_count())
print(round(2**70 + 12345, -4), (2**70).as_integer_ratio(), int("9" * 50) + 1, (10**30).__sizeof__() > (5).__sizeof__())
try:
    int("1" * 5000)
except ValueError as e:
    print("ValueError:", e)
try:
    str(10**5000)
except ValueError as e:
    print("ValueError:", e)
print(len(hex(10**5000)), len("%x" % 10**4000))
