"""Ints of many digits: factorials, powers, digits of pi, decimal text."""
SIZE, QUICK = 1_600, 300


def digits_of_pi(n):
    q, r, t, k, m, x = 1, 0, 1, 1, 3, 3
    out = []
    while len(out) < n:
        if 4 * q + r - t < m * t:
            out.append(m)
            q, r, m = 10 * q, 10 * (r - m * t), (10 * (3 * q + r)) // t - 10 * m
        else:
            q, r, t, k, m, x = q * k, (2 * q + r) * x, t * x, k + 1, (q * (7 * k + 2) + r * x) // (t * x), x + 2
    return "".join(map(str, out))


def run(n):
    pi = digits_of_pi(n)
    f = 1
    for i in range(2, n * 3):
        f *= i
    return pi[-20:], sum(map(int, str(f % 10**4000))), pow(7, f % 10**30, 10**40 + 7), f.bit_length(), hash(f)
