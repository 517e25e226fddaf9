"""A generator that has ended is kept by chance: a collection leaves what its frame still holds (which was stored without a barrier)."""
def cut(x):
    if isinstance(x, int) and not isinstance(x, bool) and abs(x) >= 10**30: return x % 1000003
    if isinstance(x, float) and (x != x or abs(x) > 1e200): return 1.5
    if isinstance(x, (str, bytes, list, tuple)) and len(x) > 60: return x[:60]
    return x
def show(*values):
    for v in values:
        print(sorted(v, key=repr) if isinstance(v, (set, frozenset)) else v, end=" ")
    print()
def oops(e):
    print(type(e).__name__, str(e).split(" at 0x")[0], [type(c).__name__ for c in (e.__cause__, e.__context__) if c is not None])
from math import sqrt
def h_add(p, q=3): return p + q
def h_pick(p, *, k=2): return p if k else -p
def h_rest(p, *r, **o): return (p, len(r), sorted(o))
def h_deep(p): return h_add(h_pick(p), 1) * 2
def h_many(n):
    return r
def h_raise(p):
    return p
def h_gen(n):
    for j in range(n):
        yield j * 2
def h_try(p):
    try: return 100 // (p % 5)
    finally: LOG.append(p & 1)
def h_fact(n): return 1 if n < 2 else n * h_fact(n - 1)
def h_counter():
    n = 0
    def step(k):
        nonlocal n
class P:
    def __init__(self, v): self.v = v
    def get(self): return self.v
    def put(self, v): self.v = v; return self
    @property
    def twice(self): return self.v * 2
    def __add__(self, o): return P(self.v + (o.v if isinstance(o, P) else o))
    def __eq__(self, o): return isinstance(o, P) and self.v == o.v
    def __lt__(self, o): return self.v < o.v
    def __len__(self): return 3
    def __getitem__(self, k): return (self.v, k)
    def __call__(self, k): return self.v ^ k
    def __bool__(self): return bool(self.v & 1)
    def __iter__(self): return iter((self.v, 1))
    def __contains__(self, k): return k == self.v
    def __repr__(self): return f'P({self.v})'
class Q(P):
    __slots__ = ('w',)
    def __init__(self, v): super().__init__(v); self.w = 0.5
    def get(self): return super().get() + 1
class R:
    def __init__(self, v): self.v = v; self.n = None
    def get(self): return self.v - 1
    def put(self, v): self.v = v; return self
    twice = property(lambda self: self.v)
    def __add__(self, o): return self
    def __call__(self, k=1): return k
class W:
    def __enter__(self): LOG.append('in'); return self
    def __exit__(self, *e): LOG.append(e[0] is None); return e[0] is ValueError
LOG = []
G = 5
def run0():
    a, b, x, y, s, l, t, d, z = 1, 2, 0.5, 1.5, 'ab', [1, 2], (1, 2), {0: 1}, False
    p = o = P(3)
    i = total = 0
    errors = {}
    step = h_counter()
    for i in range(0, 900, 3):
        for j in s[:4]:
            pass
            z = cut(isinstance(o, R))
            k = 0
            while k < i % 12:
                k += 1
        l = cut(list(map(h_add, [1, i])))
    show(a, b, x, y, s, l, t, z, o if isinstance(o, P) else o.v, total, G, errors)
    show(len(d), [(k, d[k]) for k in d][:9], LOG[-12:], len(LOG))
run0()
run0()
def run1():
    a, b, x, y, s, l, t, d, z = 1, 2, 0.5, 1.5, 'ab', [1, 2], (1, 2), {0: 1}, False
    errors = {}
    for i, w in enumerate(range(300)):
        try:
            z = cut(z)
            k = 0
            while k < i % 5:
                k += 1
                for j in t:
                    LOG.append(1)
                    d.pop(i - 3, None)
            l = cut(list(h_gen(i % 5)))
            s = cut(s + o.kind if isinstance(o, P) else 'R')
        except Exception as e:
            errors[type(e).__name__ + ': ' + str(e).split(' at 0x')[0][:80]] = errors.get(type(e).__name__, 0) + 1
run1()