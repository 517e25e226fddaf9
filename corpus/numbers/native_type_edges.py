class P:
    def __init__(self, x, y): self.x = x; self.y = y
    def add(self, o): return P(self.x + o.x, self.y + o.y)
    def norm(self): return self.x * self.x + self.y * self.y
    @property
    def z(self): return self.x
    def __add__(self, o): return P(self.x + o.x, self.y + o.y)
def sq(v, k=2): return v * k
def run(n):
    p = P(1, 2); q = P(0.5, 1)
    s = 0
    i = 0
    while i < n:
        s += sq(i) + sq(i, k=3)
        p = p.add(q) if i % 3 else p + q
        s += p.norm() > 5
        s += p.z > 2
        i += 1
    return s, p.x, p.y
print(run(1000))
def g(n):
    d = {}
    l = []
    for i in range(n):
        d[i % 10] = d.get(i % 10, 0) + i
        l.append(i)
        if i in d: s = len(l)
        a, b = i, l[-1]
    for k, v in d.items():
        l[k] = v
    for i, x in enumerate(l):
        if x > 100: s += x
    return s, d, sum(l)
print(g(200))
