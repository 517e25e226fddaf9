import sys
def depth(n): return 0 if n == 0 else 1 + depth(n - 1)
print(depth(500))
def forever(): return forever()
try: forever()
except RecursionError as e: print(type(e).__name__, e)
def count(n=0):
    try: return count(n + 1)
    except RecursionError: return n
print(900 < count() < 1000)
class R:
    def __repr__(self): return repr(self)
    def __getattr__(self, name): return getattr(self, name + "x")
    def __eq__(self, o): return self == o
    def __hash__(self): return hash(self)
    def __len__(self): return len(self)
    def __add__(self, o): return self + o
    def __call__(self): return self()
    def __str__(self): return f"{self}"
    def __iter__(self): return iter(self)
    def __contains__(self, x): return x in self
    def __lt__(self, o): return self < o
    def __bool__(self): return not self
    def __getitem__(self, i): return self[i]
r = R()
for f in (repr, str, hash, len, iter, bool, list, lambda r: r.attr, lambda r: r == 1, lambda r: r + 1, lambda r: r(), lambda r: 1 in r, lambda r: r < 1, lambda r: r[0], lambda r: sorted([r, r]), lambda r: {r}, lambda r: "%s" % r):
    try: f(r); print("returned")
    except RecursionError as e: print("RecursionError", str(e)[:32])
deep = []
for _ in range(100000): deep = [deep]
for f in (repr, lambda d: d == [[]], lambda d: str(d)):
    try: print(len(str(f(deep))))
    except RecursionError: print("RecursionError")
limit = sys.getrecursionlimit(); print(limit)
sys.setrecursionlimit(5000); print(depth(4000)); sys.setrecursionlimit(limit)
try: depth(4000)
except RecursionError: print("again limited")
try: sys.setrecursionlimit(0)
except ValueError as e: print(e)
def gen(n):
    if n: yield from gen(n - 1)
    yield n
print(sum(gen(200)))
try: list(gen(5000))
except RecursionError as e: print("generator", type(e).__name__)
def fin(n):
    try: return fin(n + 1)
    finally: pass
try: fin(0)
except RecursionError: print("through finally")
def ack(m, n): return n + 1 if m == 0 else ack(m - 1, 1) if n == 0 else ack(m - 1, ack(m, n - 1))
print(ack(2, 8))
def hanoi(n, a, b, c): return 0 if n == 0 else hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a)
print(hanoi(12, "a", "b", "c"))
x = {}; y = [x]; x["y"] = y; print(x, y)
a, b = [], []; a.append(b); b.append(a)
try: print(a == b)
except RecursionError as e: print("compare", type(e).__name__)
