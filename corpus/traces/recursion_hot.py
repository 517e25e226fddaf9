# Recursion and mutual recursion hot, with inlining limits and deep stacks.
import sys
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
def tak(x, y, z): return z if y >= x else tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y))
def even(n): return True if n == 0 else odd(n - 1)
def odd(n): return False if n == 0 else even(n - 1)
def gcd(a, b): return a if b == 0 else gcd(b, a % b)
def power(b, e): return 1 if e == 0 else power(b * b, e // 2) * (b if e & 1 else 1)
def perms(l): return [[]] if not l else [[x] + p for i, x in enumerate(l) for p in perms(l[:i] + l[i + 1:])]
def qsort(l): return l if len(l) < 2 else qsort([x for x in l[1:] if x < l[0]]) + [l[0]] + qsort([x for x in l[1:] if x >= l[0]])
def msort(l):
    if len(l) < 2: return l
    m = len(l) // 2; a, b, out = msort(l[:m]), msort(l[m:]), []
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i] <= b[j]: out.append(a[i]); i += 1
        else: out.append(b[j]); j += 1
    return out + a[i:] + b[j:]
def hanoi(n, a, b, c, moves): 
    if n: hanoi(n - 1, a, c, b, moves); moves.append((a, b)); hanoi(n - 1, c, b, a, moves)
def flatten(x): return [y for e in x for y in flatten(e)] if isinstance(x, list) else [x]
def depth(n): return 0 if n == 0 else 1 + depth(n - 1)
def subsets(l): return [[]] if not l else (lambda r: r + [[l[0]] + s for s in r])(subsets(l[1:]))
def collatz(n, memo={1: 1}):
    if n not in memo: memo[n] = 1 + collatz(3 * n + 1 if n & 1 else n // 2)
    return memo[n]
class Tree:
    def __init__(self, v): self.v, self.l, self.r = v, None, None
    def insert(self, v):
        side = "l" if v < self.v else "r"
        child = getattr(self, side)
        if child is None: setattr(self, side, Tree(v))
        else: child.insert(v)
    def walk(self): return (self.l.walk() if self.l else []) + [self.v] + (self.r.walk() if self.r else [])
    def depth(self): return 1 + max(self.l.depth() if self.l else 0, self.r.depth() if self.r else 0)
data = [(i * 7919) % 1009 for i in range(400)]
t = Tree(500)
for v in data: t.insert(v)
moves = []; hanoi(9, "a", "b", "c", moves)
print(fib(18), tak(12, 8, 4), even(400), odd(401), sum(gcd(i, 360) for i in range(1, 500)), power(3, 200), len(perms([1, 2, 3, 4, 5])), qsort(data) == msort(data) == sorted(data), len(moves), moves[:3], flatten([1, [2, [3, [4, []]]], 5]), [depth(n) for n in (1, 100, 900)], len(subsets(list(range(8)))), max(range(1, 1000), key=collatz), t.walk() == sorted(data + [500]), t.depth(), sep="\n")
def float_fib(n): return 1.0 if n < 2 else float_fib(n - 1) + float_fib(n - 2)
def type_flip(n): return n if n < 2 else type_flip(n - 1) + (type_flip(n - 2) if n % 5 else float(type_flip(n - 2)))
def kw(n, *, acc=0): return acc if n == 0 else kw(n - 1, acc=acc + n)
def star(*a): return 0 if not a else a[0] + star(*a[1:])
def early(n):
    for i in range(3):
        if n > 0 and early(n - 1) == i: return i
    return n % 3
print(float_fib(15), type_flip(15), kw(300), star(*range(200)), early(12))
def overflow(n): return overflow(n + 1) + 1
for _ in range(5):
    try: overflow(0)
    except RecursionError as e: print(str(e)[:32])
for limit in (100, 300):
    old = sys.getrecursionlimit(); sys.setrecursionlimit(limit)
    try: depth(limit * 2)
    except RecursionError: print("limited")
    sys.setrecursionlimit(old)
print(depth(900), fib(15))
