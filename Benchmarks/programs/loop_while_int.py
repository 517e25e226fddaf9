"""A while loop over ints."""
SIZE, QUICK = 5_000_000, 300_000


def run(n):
    i = total = 0
    while i < n:
        total = total + i
        i = i + 1
    return total
