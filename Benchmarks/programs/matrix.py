"""Matrix product, Gauss elimination and transposition on lists of lists."""
SIZE, QUICK = 115, 45


def product(a, b):
    columns = list(zip(*b))
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]


def by_index(a, b):
    n, m, k = len(a), len(b[0]), len(b)
    out = [[0.0] * m for _ in range(n)]
    for i in range(n):
        for j in range(m):
            total = 0.0
            for x in range(k):
                total += a[i][x] * b[x][j]
            out[i][j] = total
    return out


def determinant(a):
    a, n, det = [row[:] for row in a], len(a), 1.0
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(a[r][i]))
        if pivot != i:
            a[i], a[pivot] = a[pivot], a[i]
            det = -det
        det *= a[i][i]
        for r in range(i + 1, n):
            f = a[r][i] / a[i][i]
            for c in range(i, n):
                a[r][c] -= f * a[i][c]
    return det


def run(n):
    a = [[((i * 31 + j * 17) % 101) / 50.0 - 1.0 for j in range(n)] for i in range(n)]
    b = [[float((i * j) % 7) + (2.0 if i == j else 0.0) for j in range(n)] for i in range(n)]
    p, q = product(a, b), by_index(a, b)
    corner = [row[:40] for row in a[:40]]
    for i, row in enumerate(corner):
        row[i] += 3.0
    return round(sum(map(sum, p)), 6), round(sum(q[i][i] for i in range(n)), 6), f"{determinant(corner):.6e}"
