"""Queens by backtracking: sets and recursion, and by permutations."""
SIZE, QUICK = 9, 7


def solve(n, row, columns, rising, falling):
    if row == n:
        return 1
    count = 0
    for c in range(n):
        if c not in columns and row + c not in rising and row - c not in falling:
            columns.add(c)
            rising.add(row + c)
            falling.add(row - c)
            count += solve(n, row + 1, columns, rising, falling)
            columns.discard(c)
            rising.discard(row + c)
            falling.discard(row - c)
    return count


def permutations(items):
    if not items:
        yield ()
    for i, x in enumerate(items):
        for rest in permutations(items[:i] + items[i + 1:]):
            yield (x,) + rest


def run(n):
    rows = range(n - 1)
    by_permutation = sum(1 for p in permutations(list(rows))
                         if len({p[i] + i for i in rows}) == n - 1 == len({p[i] - i for i in rows}))
    return solve(n, 0, set(), set(), set()), by_permutation
