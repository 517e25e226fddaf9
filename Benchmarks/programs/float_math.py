"""Float arithmetic with calls into math."""
import math

SIZE, QUICK = 1_200_000, 120_000


def run(n):
    x, total = 0.1, 0.0
    for i in range(1, n):
        x = math.sin(x) + math.sqrt(i) / (1.0 + abs(x))
        total += math.floor(x) if x > 2.0 else x ** 2
    return round(total, 6)
