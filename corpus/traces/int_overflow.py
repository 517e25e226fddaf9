# Ints that outgrow a machine word inside hot loops, and come back.
def powers(n):
    x, out = 1, []
    for i in range(n):
        x = x * 3
        if x > 2**200: x = x >> 190; out.append((i, x))
    return out
def sums(limit):
    total, i = 2**62 - 500, 0
    while i < limit:
        total = total + i * 3
        i = i + 1
    return total
def minus(limit):
    t = -2**62 + 300
    for i in range(limit): t -= i
    return t
def edges():
    out = []
    for base in (2**31, 2**32, 2**61, 2**62, 2**63, 2**64):
        acc = 0
        for d in range(-300, 300):
            v = base + d
            acc ^= v * 2 + 1
            acc += -v
            acc ^= v << 2
            acc += (v >> 3) - (v // 7) + v % 11
        out.append(acc)
    return out
def factorials(n):
    f, digits = 1, 0
    for i in range(1, n):
        f *= i
        if i % 50 == 0: digits += len(str(f)); f = i
    return digits, f
def shifts():
    acc = 1
    for i in range(500):
        acc = (acc << 1) ^ (acc >> 5) ^ i
        if acc.bit_length() > 100: acc &= (1 << 40) - 1
    return acc
def collatz(limit):
    best = (0, 0)
    for start in range(1, limit):
        n, steps = start, 0
        while n != 1:
            n = 3 * n + 1 if n & 1 else n // 2
            steps += 1
        if steps > best[1]: best = (start, steps)
    return best
def mul_mod(n):
    x = 123456789
    for _ in range(n): x = (x * 6364136223846793005 + 1442695040888963407) % 2**64
    return x
print(powers(2000)[:3], len(powers(2000)), sums(2000), minus(3000), edges(), factorials(500), shifts(), collatz(3000), mul_mod(2000))
def signed(n):
    out = 0
    for i in range(-n, n): out += (i // 7) * (i % -5) - (-i // 3) + divmod(i, 4)[1] - abs(i) % 3
    return out
print(signed(1000), [sums(k) for k in (0, 1, 2, 300)])
