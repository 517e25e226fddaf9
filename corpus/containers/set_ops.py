a, b = {1, 2, 3, 4}, {3, 4, 5}
print(a | b, a & b, a - b, b - a, a ^ b, a <= b, {3} < b, a >= {1}, a > a, a == {4, 3, 2, 1}, a != b, 1 in a, 9 not in a, len(a), a.isdisjoint({9}))
print(a.union([7], (8,)), a.intersection([1, 2], {2}), a.difference({1}, [2]), a.symmetric_difference([1, 10]), a.issubset(range(10)), a.issuperset([1]))
s = set(); s.add(1); s.add(1); s.update([2, 3], {4}); s.discard(99); s.remove(2); print(s, s.pop() in (1, 3, 4), len(s)); s.clear(); print(s, set("aab") == {"a", "b"}, frozenset([1, 2]), frozenset(), set())
s = {1, 2, 3}; s |= {4}; s &= {1, 2, 4, 9}; s -= {1}; s ^= {2, 7}; print(s); s.intersection_update([4, 7]); s.difference_update([7]); s.symmetric_difference_update([5]); print(s)
f = frozenset([1, 2]); print(f | {3}, type(f | {3}).__name__, type({3} | f).__name__, hash(f) == hash(frozenset([2, 1])), {f: 1}[frozenset([2, 1])], f == {1, 2}, {f} == {frozenset({1, 2})}, {1, 2} in {f}, f.copy() is f)
print({x % 5 for x in range(20)}, {i for i in range(5)} - {0}, {*[1, 2], *(3,)}, sorted({"b", "a", "c"}), sum({1, 2, 3}), max({5, 2}), {1, True, 1.0}, {0, False}, {None}, [x for x in {3, 1, 2}])
for op in (lambda: set([[]]), lambda: {1} | [2], lambda: {1} + {2}, lambda: set().pop(), lambda: {1}.remove(5), lambda: set([1])[0], lambda: hash({1}), lambda: set(5), lambda: {1} < [1], lambda: frozenset().add(1), lambda: {1}.union(5), lambda: {{}}, lambda: {1}.remove([]), lambda: [] in {1}, lambda: set(1, 2), lambda: {1}.update(5)):
    try: print(op())
    except Exception as e: print(type(e).__name__ + ":", e)
try:
    for x in (grow := {1}): grow.add(x + 1)
except RuntimeError as e: print(e)
class S(set):
    def __repr__(self): return "S" + super().__repr__()
x = S([1, 2]); print(x, x | {3}, type(x & {1}).__name__, x == {1, 2}, x.copy(), S(), set(x), isinstance(x, set))
primes = set(range(2, 60))
for n in range(2, 8): primes -= set(range(n * n, 60, n))
print(sorted(primes), len(primes)); words = "the cat and the dog and the bird".split(); print(sorted(set(words)), sorted(set(words), key=words.index), len(set(words)))
big = set()
for i in range(2000): big.add(i * 31 % 1999)
for i in range(0, 1999, 2): big.discard(i)
print(len(big), sum(big), 3 in big, 4 in big); m = memo = {frozenset({1}): "a"}; print(memo[frozenset([1])], {1, 2} == frozenset((1, 2)), repr(frozenset({3})))
