"""Ranges made in hot loops: bounds and steps of all kinds, ranges that something keeps, loops nested in loops with few iterations."""

EDGE = [0, 1, 2, 3, 7, -1, -2, -5, (1 << 62) - 1, (1 << 62) - 3, -(1 << 62), 1 << 62, 1 << 63, -(1 << 64), 10**30, True, False]


def steps(n):
    total, count = 0, 0
    for i in range(n):
        a, b = i % 11 - 5, i % 7 - 3
        for x in range(b):
            total += x
        for x in range(a, b):
            total += x * 3
        for x in range(a, b, 2):
            total += x * 5
        for x in range(b, a, -1):
            total += x * 7
        for x in range(9, a, -3):
            total += x * 11
        for x in range(a, 20, 1 + i % 3):
            count += 1
        for x in range(a, 100, 7):
            if x > 3 * b:
                break
            count += x
        else:
            total += 1
    return total, count


def edges(n):
    out, k = [], len(EDGE)
    for i in range(n):
        a, b = EDGE[i % k], EDGE[i // k % k]
        m = 0
        for x in range(a, b):
            m += 1
            if m == 3:
                out.append(x)
                break
        for x in range(a, b, 1000003):
            m += 1
            if m > 4:
                out.append(x)
                break
        for x in range(b, a, -1):
            m += 1
            if m > 6:
                out.append(x)
                break
        r = range(a, b, 3)
        out.append((r.start, r.stop, r.step))
        out.append(bool(r))
        out.append(r[1:])
        out.append(x)
    return len(out), hash(str(out)) != 0, out[-90:]


def kept(n):
    r, s = None, 0
    rs = []
    for i in range(n):
        r = range(i, i + 3)
        s += len(r) + r[1] + (i + 2 in r)
        if i % 200 == 0:
            rs.append(r)
        s += sum(list(range(0, i % 5, 2)))
        try:
            range(i, 5, i % 250)
        except ValueError as e:
            rs.append(str(e))
    return s, r, rs


def nested(n, m):
    total = 0
    for i in range(n):
        for j in range(m):
            for k in range(j, m):
                total += i ^ j ^ k
            j = 0
            while j < 3:
                total += j
                j += 1
        for j in range(i % 6):
            total -= j
    return total


def fixed(n):
    """Inner loops that always have as many iterations."""
    t = [0, 0, 0]
    for i in range(n):
        for j in range(0, 4):
            t[0] += i & j
        for a, b in ((1, 2), (3, 4), (5, 6), (7, 8)):
            t[1] += a * b
        for c in "abcd":
            if c == "d":
                t[2] += 1
    return t


print(steps(20), steps(2000))
print(*edges(30))
print(*edges(1500))
print(kept(5), kept(900))
print(nested(3, 2), nested(300, 8), nested(2, 300))
print(fixed(20), fixed(3000))
