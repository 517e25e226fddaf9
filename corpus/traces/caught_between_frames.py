# A call that a trace was left in raises, and what catches it is in a frame between: the statements behind it begin afresh.
class Dead(Exception): pass
class Chooser:
    def __init__(self, n): self.n = n; self.trail = []
    def choose(self, k):
        self.trail.append(k)
        if self.n % 7 == 3: raise Dead
        if self.n % 11 == 5: return k * 2.5
        return k
class Tree:
    def __init__(self): self.last = None
    def step(self, n, f):
        c = Chooser(n)
        try:
            f(c)
        except Dead:
            pass
        return len(c.trail)
class Holder:
    total = 0
    def step(self, tree, p, n):
        a = n
        try:
            p.last = tree.step(n, lambda c: p.function(c))
        finally:
            self.total += p.last
        return n < 2999
class Pass:
    def __init__(self): self.calls = 0; self.last = 0; self.sum = 0
    def function(self, c):
        self.calls += 1
        for i in range(2):
            self.sum += c.choose(i)
def main():
    h = Holder(); t = Tree(); p = Pass(); n = 0
    while True:
        if not h.step(t, p, n): break
        n += 1
    print(h.total, p.calls, p.sum, p.last)
main()
def inner(n):
    if n % 13 == 7: raise KeyError(n)
    if n % 17 == 9: return str(n)
    return n
def middle(n):
    r = 0
    try: r = inner(n)
    except KeyError: r = -1
    finally: r = (r, 1)
    return r
class M:
    def __enter__(self): return self
    def __exit__(self, t, e, b): return t is KeyError
def swallowed(n):
    with M():
        return inner(n)
    return -2
def group(n):
    x = 0
    try:
        x = inner(n)
    except* KeyError as e:
        x = len(e.exceptions)
    return x
def gen(n):
    try: yield inner(n)
    except KeyError: yield -3
    yield inner(1)
def loop(f):
    out = {}
    for n in range(4000):
        a = [n, f(n), n + 1]
        out[type(a[1]).__name__, str(a[1])[:1]] = a
    return sorted((k, repr(v)) for k, v in out.items())
for f in middle, swallowed, group, lambda n: list(gen(n)), lambda n: [*gen(n)][0]:
    print(loop(f))
