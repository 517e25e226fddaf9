# A guard fails in the middle of an expression: what was done before it must not be done again.
log = []
def g(i): log.append(("g", i)); return i
def h(i):
    log.append(("h", i))
    return i if i != 250 else 2.5
def expr(n):
    t = 0
    for i in range(n): t = t + g(i) * (h(i) + g(i + 1))
    return t
print(expr(400), len(log), log[748:756], log.count(("g", 250)))
class Counter:
    def __init__(self): self.reads = self.writes = 0; self._v = 0
    @property
    def v(self): self.reads += 1; return self._v if self.reads != 300 else float(self._v)
    @v.setter
    def v(self, x): self.writes += 1; self._v = x
def props(n):
    c = Counter()
    for i in range(n): c.v = c.v + 1; c.v += c.v % 3
    return c._v, c.reads, c.writes
print(props(300))
def stores(n):
    l, d, out = [0] * 5, {}, []
    for i in range(n):
        l[i % 5] += (out.append(i) or i) if i % 97 == 0 else 1
        d[i % 7] = d.get(i % 7, 0) + l[i % 5]
        l[(i + 1) % 5], l[(i + 2) % 5] = l[(i + 2) % 5], d[i % 7]
        if i == 333: l.append("grown"); l.pop()
    return l, sorted(d.items()), out
print(stores(500))
def args(n):
    seen = []
    def f(a, b=0, *c, d=1, **e):
        if a % 123 == 0: seen.append((a, b, c, d, sorted(e)))
        return a + b + sum(c) + d + len(e)
    t = 0
    for i in range(n): t += f(i) + f(i, 1) + f(i, 1, 2, 3) + f(i, d=i) + f(*(i, 2)) + f(a=i, z=1) + f(i, **{"q": i})
    return t, seen[:5], len(seen)
print(args(300))
def nested_calls(n):
    depth = []
    def a(x): return b(x + 1) + 1
    def b(x): return c(x * 2) - 1
    def c(x):
        if x == 802: depth.append(x); return x + 0.5
        return x
    t = 0
    for i in range(n): t += a(i)
    return t, depth
print(nested_calls(600))
def raising(n):
    caught, t = [], 0
    def check(i):
        if i % 111 == 110: raise ValueError(i)
        return i
    for i in range(n):
        try: t += check(i) + (log.append(i) or 1)
        except ValueError as e: caught.append(e.args[0])
        finally: t += 1
    return t, caught
del log[:]; print(raising(500), len(log))
def aug(n):
    class O: pass
    o = O(); o.x = 0; o.l = [0]
    for i in range(n):
        o.x += i; o.l[0] += o.x % 7; o.l[-1] -= 1
        if i == 200: o.x = 1.5
        if i == 300: o.l = [2**65]
    return o.x, o.l
print(aug(400)); it = iter(range(500)); print(sum(x + next(it, 0) for x in it), [(y := y_ * 2) + y for y_ in range(200)][-3:], y)
