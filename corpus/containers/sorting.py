import functools, random
rng = random.Random(42)
for n in (0, 1, 2, 10, 33, 64, 65, 200, 1000):
    data = [rng.randrange(n + 1) for _ in range(n)]
    s = sorted(data)
    assert all(a <= b for a, b in zip(s, s[1:])) and sorted(data, reverse=True) == s[::-1]
    pairs = sorted([(v // 3, i) for i, v in enumerate(data)], key=lambda p: p[0])
    assert all(p[0] < q[0] or p[1] < q[1] for p, q in zip(pairs, pairs[1:]))
    print(n, s[:8], s[-3:])
compared = []
class K:
    def __init__(self, v): self.v = v
    def __lt__(self, o): compared.append((self.v, o.v)); return self.v < o.v
    def __repr__(self): return f"K{self.v}"
for values in ([1, 2, 3, 4], [4, 3, 2, 1], [2, 1, 4, 3, 6, 5], [1, 1, 1], list(range(20)) + [5]):
    compared.clear()
    print(sorted(map(K, values)), compared[:24], len(compared))
compared.clear(); print(min(map(K, [3, 1, 2])), compared); compared.clear()
def cmp(a, b): return (len(a) > len(b)) - (len(a) < len(b)) or (a > b) - (a < b)
print(sorted(["ccc", "a", "bb", "aa", ""], key=functools.cmp_to_key(cmp)), sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a)))
l = [3, 1, 2]
def key(v): l.append(v) if len(l) < 5 else None; return v
try: l.sort(key=key)
except ValueError as e: print(e)
print(sorted(l))
def bad(v):
    if v == 2: raise KeyError("key fails")
    return v
l = [3, 1, 2]
try: l.sort(key=bad)
except KeyError as e: print(e, l)
try: sorted([1, "a", None])
except TypeError as e: print(e)
try: sorted([1j, 2j])
except TypeError as e: print(e)
records = [("bob", 25, 3.5), ("alice", 30, 2.5), ("carol", 25, 4.5), ("dave", 30, 2.5)]
import operator
print(sorted(records, key=operator.itemgetter(1, 0)), sorted(records, key=lambda r: (-r[1], r[2])), sorted(sorted(records), key=operator.itemgetter(2), reverse=True), sep="\n")
print(sorted([0.5, -1, 3, 2.5, True]), sorted("aBcD", key=str.swapcase), sorted([(1, "b"), (1, "a")]), sorted([[1, 2], [1], []]), sorted({"b": 1, "a": 2}.items(), key=lambda kv: kv[1]), sorted([b"b", b"a"]), sorted([float("nan"), 1.0, 0.0])[1:] is not None)
