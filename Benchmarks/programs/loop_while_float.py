"""A while loop over floats."""
SIZE, QUICK = 3_000_000, 200_000


def run(n):
    i, x, y = 0, 0.5, 0.0
    while i < n:
        x = x * 0.9999 + 0.25
        y = y + x * 0.5
        i += 1
    return round(x, 9), round(y, 6)
