"""Tuples, bytes and mixed keys of dicts and sets in hot loops, asked without Python code and with it."""


class Same:
    calls = 0

    def __init__(self, n):
        self.n = n

    def __hash__(self):
        Same.calls += 1
        return hash(self.n)

    def __eq__(self, other):
        Same.calls += 1
        return self.n == (other.n if type(other) is Same else other)


def deep(n, x):
    for i in range(n):
        x = (x,)
    return x


def count(keys, n):
    d, seen, hits = {}, set(), 0
    for i in range(n):
        k = keys[i % len(keys)]
        d[k] = d.get(k, 0) + 1
        if k in seen:
            hits += 1
        else:
            seen.add(k)
    return hits, len(d), len(seen), sorted(d.values())


def pairs(n):
    stats, words = {}, [bytes([65 + i % 7]) for i in range(40)]
    for i in range(n):
        for p in zip(words[:-1], words[1:]):
            stats[p] = stats.get(p, 0) + 1
            rank = stats.get((p[0] + p[1], i % 3))
            if rank is None:
                stats[p[0] + p[1], i % 3] = 0
    return len(stats), sum(stats.values())


KEYS = [
    (1, 2), (1.0, 2), (True, 2), (1, 2, 3), (), ((),), ("a", b"a"), (b"a", "a"), b"a", "a", b"", "", 0, False, 0.0, -0.0, -1, -2, (-1,), (-2,),
    (1, (2, (3, (4,)))), (1, (2, (3, (5,)))), (1.0, (2.0, (3, (4,)))), tuple(range(20)), tuple(range(21)), (1 << 70,), (float(1 << 70),), None, (None,), ..., (..., 1),
    deep(3, 1), deep(3, 1.0), deep(9, 1), deep(9, 1.0), deep(9, 2), frozenset([1]), (frozenset([1]),), 1j, (1j,), int, (int, str), (int, (str,)),
]
print(count(KEYS, 50))
print(count(KEYS, 4000))
print(count([tuple(list(k)) if type(k) is tuple else k for k in KEYS] + KEYS, 4000))
print(count([(Same(1), 2), (1, 2), (Same(1), 2), (Same(3),), (3,)], 1500), Same.calls > 3000)
print(count([Same(1), 1, 1.0, True, Same(2), 2], 1500))
print(pairs(3), pairs(100))


class Raising:
    def __hash__(self):
        return 7

    def __eq__(self, other):
        raise ValueError("asked")


def raising(n):
    d, log = {(Raising(), 1): 0}, []
    r = Raising()
    for i in range(n):
        k = (i, i % 3) if i % 50 else (r, 1)
        try:
            d[k] = i
        except ValueError as e:
            log.append(str(e))
        try:
            log.append(k in d and [] in d)
        except (TypeError, ValueError) as e:
            if i % 50 < 2:
                log.append(str(e))
    return len(d), len(log), log[:6]


def caught(n, table):
    """A handler that is reached often, in a function that others inline."""

    def find(k):
        try:
            return table[k]
        except KeyError as e:
            table[k] = k * 2
            if k % 5 == 0:
                return -1
            k += len(e.args)
        else:
            return 9
        finally:
            table["n"] = table.get("n", 0) + 1
        return k

    total = 0
    for i in range(n):
        total += find(i % (i // 3 + 1))
        try:
            if i % 3 == 0:
                raise IndexError(i)
            total += 1
        except IndexError as e:
            total += e.args[0] % 7
            continue
        total += 2
    return total, len(table), table["n"]


print(raising(30), raising(1200))
print(caught(10, {}), caught(2000, {}))
