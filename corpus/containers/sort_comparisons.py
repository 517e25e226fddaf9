# The comparisons a sort makes, in their order.
import random

log = []


class K:
    def __init__(self, v):
        self.v = v

    def __lt__(self, other):
        log.append((self.v, other.v))
        return self.v < other.v


def digest(values):
    log.clear()
    result = [k.v for k in sorted(map(K, values))]
    h = 0
    for a, b in log:
        h = (h * 1000003 + a * 31 + b) % (1 << 61)
    return result == sorted(values), len(log), h


r = random.Random(11)
for n in (2, 3, 5, 10, 33, 64, 65, 100, 257, 1000):
    print(n, digest([r.randrange(n) for _ in range(n)]), digest([r.randrange(3) for _ in range(n)]))
    almost = sorted(r.randrange(n) for _ in range(n))
    almost[r.randrange(n)] = 0
    print(n, digest(almost), digest(almost[::-1]), digest(almost[n // 2:] + almost[:n // 2]))
    records = [(r.randrange(5), i) for i in range(n)]
    print(sorted(records, key=lambda x: x[0]) == sorted(records), sorted(records, key=lambda x: x[0] / 2) == sorted(records),
          sorted(records, key=lambda x: str(x[0]), reverse=True) == sorted(records, key=lambda x: (-x[0], x[1])))
