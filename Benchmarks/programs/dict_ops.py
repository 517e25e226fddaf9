"""Dictionaries with int and str keys: counting, grouping, lookups, deletion."""
SIZE, QUICK = 900_000, 90_000


def run(n):
    counts = {}
    words = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"]
    for i in range(n):
        w = words[(i * 31) % 8]
        counts[w] = counts.get(w, 0) + i % 5
    squares = {i: i * i for i in range(n // 4)}
    total = 0
    for k in range(0, n // 4, 3):
        total += squares[k]
        if k % 9 == 0:
            del squares[k]
    groups = {}
    for k, v in squares.items():
        groups.setdefault(v % 13, []).append(k)
    pairs = {(i % 100, i % 7): i for i in range(n // 2)}
    return total, sorted(counts.items()), {k: len(v) for k, v in sorted(groups.items())}, len(pairs), sum(pairs.values())
