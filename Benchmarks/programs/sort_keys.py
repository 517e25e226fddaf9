"""Sorting with key functions, tuples, reverse, and objects that compare."""
SIZE, QUICK = 70_000, 8_000


class Version:
    def __init__(self, major, minor):
        self.major = major
        self.minor = minor

    def __lt__(self, other):
        return (self.major, self.minor) < (other.major, other.minor)


def run(n):
    seed, values = 12345, []
    for _ in range(n):
        seed = (seed * 1103515245 + 12345) % 2147483648
        values.append(seed >> 8)
    by_last = sorted(values, key=lambda v: v % 1000)
    words = sorted((str(v) for v in values), key=lambda s: (len(s), s[::-1]))
    records = sorted([(v % 97, -v, str(v % 13)) for v in values], reverse=True)
    versions = sorted(Version(v % 31, v % 17) for v in values[: n // 5])
    values.sort()
    return by_last[:5], words[:5], records[:3], [(v.major, v.minor) for v in versions[:5]], values[:3], values == sorted(values[::-1])
