"""List, set, dict comprehensions and generator expressions, nested and filtered."""
SIZE, QUICK = 850, 200


def run(n):
    table = [[i * j for j in range(n)] for i in range(n)]
    flat = [v for row in table for v in row if v % 3 == 0]
    by = {v: i for i, v in enumerate(flat)}
    mods = {v % 101 for v in flat}
    transposed = [[row[i] for row in table] for i in range(n)]
    s = sum(a * b for ra, rb in zip(table, transposed) for a, b in zip(ra, rb))
    return len(flat), len(by), sorted(mods)[:10], s, any(v == -1 for v in flat), max(x - y for x, y in zip(flat, flat[1:]))
