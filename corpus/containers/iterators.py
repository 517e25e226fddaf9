class Count:
    def __init__(self, n): self.n, self.i = n, 0
    def __iter__(self): return self
    def __next__(self):
        if self.i >= self.n: raise StopIteration
        self.i += 1
        return self.i
class Seq:
    def __getitem__(self, i):
        if i > 3: raise IndexError(i)
        return i * 10
class Sized(Seq):
    def __len__(self): return 4
    def __length_hint__(self): return 2
print(list(Count(3)), list(Seq()), 20 in Seq(), 25 in Seq(), list(reversed(Sized())), max(Count(5)), sum(Seq()), tuple(Count(2)), dict(zip(Count(2), Seq())), [*Count(2)], set(Count(2)), sorted(Seq(), reverse=True))
c = Count(5); print(next(c), next(c), list(c), next(c, "done"), list(c))
it = iter([1, 2]); print(next(it), next(it), next(it, None)); 
try: next(it)
except StopIteration as e: print("stop", e.args, e.value)
n = iter([5, 4, 0, 3].__iter__().__next__, 0); print(list(n)); z = zip([1, 2, 3], "ab"); print(list(z), list(zip()), list(zip([1])), list(zip([1, 2], [3, 4], strict=True)))
for op in (lambda: list(zip([1], [1, 2], strict=True)), lambda: list(zip([1, 2], [1], strict=True)), lambda: iter(5), lambda: next(5), lambda: iter(5, 1), lambda: reversed({1}), lambda: reversed(Count(1)), lambda: list(Count), lambda: [x for x in 5], lambda: enumerate(5), lambda: 5 in 5, lambda: list(map(lambda a: a)), lambda: list(map(lambda a: a, 5)), lambda: list(map(None, [1])), lambda: list(filter(5, [1])), lambda: list(map(lambda a, b: a, [1, 2], [3], strict=True))):
    try: print(op())
    except Exception as e: print(type(e).__name__ + ":", str(e).replace("__main__.", ""))
print(list(enumerate("ab")), list(enumerate("ab", start=5)), list(map(pow, [2, 3], [3, 2])), list(map(lambda *a: a, "ab", "cd", "e")), list(filter(lambda v: v % 2, range(6))), list(reversed(range(3))), list(reversed({"a": 1, "b": 2})))
class Bad:
    def __iter__(self): return 5
class Bad2:
    __iter__ = None
    def __getitem__(self, i): return 1
for b in (Bad(), Bad2()):
    try: list(b)
    except TypeError as e: print(e)
class Err:
    def __iter__(self): return self
    def __next__(self): raise ValueError("mid")
try: list(Err())
except ValueError as e: print("ValueError", e)
for x in Count(3):
    if x == 2: continue
    print(x, end=" ")
else: print("else")
for x in Count(3):
    if x == 2: break
else: print("not printed")
print(x); i = 0
while i < 5:
    i += 1
    if i == 2: continue
    if i == 4: break
else: print("no")
print(i, min("abc", key=lambda q: -ord(q)), min([], default="d"), max([1, 2], [0, 9]), sum([1, 2], start=10), sum([[1], [2]], []), any(Count(0)), all(Count(3)))
it = iter({"a": 1}); print(next(it), type(it).__name__, type(iter([])).__name__, type(iter("")).__name__, type(iter(())).__name__, type(iter(range(0))).__name__, type(zip()).__name__, type(iter(set())).__name__, type(iter({}.items())).__name__, type(reversed([])).__name__, type(iter(int, 1)).__name__, type(iter(b"")).__name__, type(enumerate([])).__name__)
l = [1, 2, 3]; it = iter(l); next(it); l.append(4); print(list(it), it.__length_hint__(), list(it)); import operator; print(operator.length_hint(Sized()), operator.length_hint(iter([1, 2])), operator.length_hint(Count(1), 7))
