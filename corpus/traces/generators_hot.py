# Generators, comprehensions, closures and coroutines driven hot.
def count(n):
    i = 0
    while i < n: yield i; i += 1
def squares(it):
    for x in it: yield x * x
def pairs(n):
    for i in range(n):
        for j in range(i % 4): yield i, j
def sender():
    total = 0
    while True:
        x = yield total
        if x is None: continue
        total += x
def tree(n):
    if n: yield from tree(n - 1); yield n; yield from tree(n - 1)
def cleanup(n, log):
    try:
        for i in range(n): yield i
    finally: log.append(n)
print(sum(count(2000)), sum(squares(count(500))), sum(a * b for a, b in pairs(400)), sum(tree(10)))
s = sender(); next(s); print([s.send(i) for i in range(600)][-1], s.send(None))
log = []
for _ in range(300):
    c = cleanup(5, log)
    for v in c:
        if v == 2: break
    c.close()
print(len(log), sum(len(list(cleanup(k % 5, log))) for k in range(400)), len(log))
def lazy(n):
    t = 0
    for x in (y * 2 for y in range(n) if y % 3): t += x
    return t, max((i * 37) % 101 for i in range(n)), any(i == n - 1 for i in range(n)), [*map(lambda q: q + 1, range(5))], sum(1 for _ in zip(range(n), count(n)))
print(lazy(1000))
def accumulate(n):
    acc = []
    def add(x): acc.append(x + (acc[-1] if acc else 0)); return acc[-1]
    return [add(i) for i in range(n)][-1]
def make_counters(n):
    fs = []
    for i in range(n):
        c = i
        def step(by=1):
            nonlocal c
            c += by
            return c
        fs.append(step); c += 100
    return sum(f() + f(2) for f in fs)
print(accumulate(700), make_counters(400), {k: v for k, v in zip("abc", count(9))}, sum({i % 17 for i in range(500)}), len({i: [i] for i in range(600)}))
class It:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n <= 0: raise StopIteration
        self.n -= 1; return self.n
class Get:
    def __getitem__(self, i):
        if i >= 500: raise IndexError
        return i
    def __len__(self): return 3
print(sum(It(700)), sum(Get()), sum(x for x in It(300) if x & 1), 499 in Get(), list(zip(It(3), Get())))
async def leaf(i): return i
async def mid(n):
    t = 0
    for i in range(n): t += await leaf(i)
    return t
async def agen(n):
    for i in range(n): yield i
async def main():
    return await mid(500), sum([x async for x in agen(400)]), [x async for x in agen(5) if x % 2]
try: main().send(None)
except StopIteration as e: print(e.value)
def throwing(n):
    def g():
        while True:
            try: yield 1
            except KeyError: yield 2
    it, t = g(), next(g())
    next(it)
    for i in range(n): t += it.throw(KeyError) if i % 5 == 0 else next(it)
    return t
print(throwing(500)); import itertools
print(sum(itertools.islice(itertools.count(), 500)), sum(a * b for a, b in itertools.product(range(20), repeat=2)), sum(len(list(g)) for k, g in itertools.groupby(range(500), lambda v: v // 7)), sum(itertools.accumulate(range(300))), [next(itertools.dropwhile(lambda v: v < 300, count(400)))], sum(map(lambda a, b: a * b, count(300), itertools.cycle([1, 2]))))
