class Shape:
    n = 0
    kind = 'k'
    def f(self): return self.n, self.kind
class Sub(Shape): pass
class Meta(type):
    total = 0
class M(metaclass=Meta): v = 1
def t1():
    s = Sub(); out = []
    for i in range(600):
        Shape.n += 1
        if i % 100 == 0: out.append((s.n, Sub.n, s.f(), Shape.n))
        if i == 300: Sub.n = 1000
        if i == 350: Shape.n = property(lambda self: 'prop'); out.append(Shape().f())
        if i == 350: Shape.n = 5
        if i == 400: del Sub.n
        if i == 450: Shape.n = 2.5
        if i == 500: s.n = 'own'
        M.v = i; Meta.total += 1
        if i % 150 == 0: out.append((M.v, M.total))
    return out
print(t1())
print(t1())
class C:
    def __init__(self): C.count += 1; type(self).last = self
    count = 0
    last = None
def t2():
    for i in range(1000): C()
    return C.count, type(C.last).__name__, C.last.__class__ is C
print(t2())
def outer(k):
    def helper(x, y=k, *, z=k+1): return x + y + z
    g = lambda v: v * 2
    class L:
        def m(self, q=k): return q + 1
    t = 0
    for i in range(40): t += helper(i) + g(i) + helper(i, z=1) + L().m()
    return t
print(sum(outer(k) for k in range(200)))
def recon():
    import random
    r = random.Random(1); n = 0
    def qs(l):
        if len(l) < 2: return l
        p = l[0]
        return qs([x for x in l[1:] if x < p]) + [p] + qs([x for x in l[1:] if x >= p])
    for k in range(30):
        l = [r.random() for _ in range(300)]
        n += qs(l) == sorted(l)
    return n
print(recon())
setattr(Shape, ''.join(['n', 'n']), 3); setattr(Shape, ''.join(['n', 'n']), 4); setattr(Shape, ''.join(['n', 'n']), 5)
print(Shape.nn, Sub().nn)
