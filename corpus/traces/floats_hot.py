# Floats in hot loops: special values, mixing with ints, exact results.
import math
def mean_variance(n):
    m = s = 0.0
    for i in range(1, n):
        x = math.sin(i) * 10
        d = x - m
        m += d / i
        s += d * (x - m)
    return m, s / n
def newton(v):
    x = v
    for _ in range(200): x = 0.5 * (x + v / x)
    return x
def special(n):
    out, x = [], 1.0
    for i in range(n):
        x = x * 1.5
        if i == 300: x = float("inf")
        if i == 400: x = x - x
        if i == 450: x = -0.0
        if i % 100 == 99 or i == 449: out.append(x)
    return out
def compare(n):
    vals, c = [0.0, -0.0, 1.5, float("nan"), float("inf"), -2.5, 1e-300, 1e300], [0] * 6
    for i in range(n):
        a, b = vals[i % 8], vals[i // 8 % 8]
        c[0] += a < b; c[1] += a <= b; c[2] += a == b; c[3] += a != b; c[4] += a > b; c[5] += a >= b
    return c
def mixed(n):
    t = 0
    for i in range(n):
        t += i * 0.5 if i % 2 else i
        if t > 1e5: t = int(t) % 1000
        t -= i // 3.0 - i % 2.5
        t = t if i % 50 else round(t, 3)
    return t
def integrate(f, a, b, n):
    h = (b - a) / n
    return h * (0.5 * f(a) + sum(f(a + i * h) for i in range(1, n)) + 0.5 * f(b))
def tiny(n):
    x, steps = 1.0, 0
    while x > 0: x /= 2; steps += 1
    y = 1e308
    for i in range(n): y = y * 1.0001 if y < 1e308 else y * 0.9999
    return steps, y
def powers(n):
    t = 0.0
    for i in range(1, n): t += i ** 0.5 + 2 ** -i + i ** -2 - (-i) ** 3 * 1e-9
    return t
print(mean_variance(2000), newton(2.0), newton(1e10), special(600), compare(640), mixed(1000), integrate(lambda x: x * x, 0, 3, 1000), tiny(500), powers(500), sep="\n")
def errors(n):
    out = []
    for i in range(n):
        try:
            if i % 150 == 149: out.append(1.0 / (i - i))
            elif i % 150 == 148: out.append(1.5 % 0.0)
            elif i % 150 == 147: out.append(math.exp(i * 100.0))
            elif i % 150 == 146: out.append(2.0 ** 1e5)
            elif i % 150 == 145: out.append(int(float("nan")))
            else: 1.0 / (i + 1)
        except (ZeroDivisionError, OverflowError, ValueError) as e: out.append(f"{type(e).__name__}: {e}")
    return out
print(errors(300)); print([round(x * 0.1, 2) for x in range(400)][-3:], sum([0.1] * 1000), sum(0.1 for _ in range(1000)), math.fsum(0.1 for _ in range(1000)), max(math.sin(i) for i in range(1000)), int(1e15) + 0.5, 5e-324 * 0.5, -1 // 0.3, 1e300 * 10 * 1e300)
def trig(n):
    x = y = 0.0
    for i in range(n): a = math.atan2(y + 1, x - 1); x, y = x + math.cos(a) * 0.1, y + math.sin(a) * 0.1; x = math.fmod(x, 7); y = math.floor(y * 1000) / 1000
    return x, y
print(trig(800)); print([f"{v:.3e}" for v in (trig(10))], [divmod(i * 0.7, 0.3) for i in range(300)][-1], [(-i) ** 0.5 for i in range(3)][1:])
