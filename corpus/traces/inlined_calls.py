import sys, traceback
def g(x):
    if x == 37: raise ValueError(x)
    return x + 1
def f(x):
    return g(x) * 2
def run():
    t = 0
    for i in range(60):
        try:
            t += f(i)
        except ValueError as e:
            traceback.print_exc(file=sys.stdout)
            t += 1000
    return t
print(run())
def who():
    return sys._getframe(1).f_code.co_name, sys._getframe(1).f_lineno, sorted(sys._getframe(1).f_locals)
def callee(a, b=3, *, c=4):
    z = a + b + c
    return who()
def loop():
    out = None
    for i in range(50):
        r = callee(i, c=i)
        if out is None: out = r
        assert r == out, (r, out)
    return out
print(loop())
class P:
    def __init__(self, x, y): self.x = x; self.y = y
    def __add__(self, o): return P(self.x + o.x, self.y + o.y)
    def __eq__(self, o): return isinstance(o, P) and self.x == o.x and self.y == o.y
    def __lt__(self, o): return self.x < o.x
    def __getitem__(self, i): return self.x if i == 0 else self.y if i == 1 else (_ for _ in ()).throw(IndexError(i))
    def __len__(self): return self.x % 3
    def __bool__(self): return self.x % 5 != 0
    def __repr__(self): return f"P({self.x}, {self.y})"
    def __contains__(self, v): return v == self.x
    def __call__(self, k): return self.x * k
    def __iter__(self): yield self.x; yield self.y
def pts():
    p = P(0, 0); q = P(1, 2); c = 0; L = []
    for i in range(80):
        p = p + q
        if p == P(i + 1, 2 * i + 2): c += 1
        if p: c += 2
        if q < p: c += 4
        c += p[0] + p[1] + len(p) + (i in p) + p(3)
        a, b = p
        c += a * b
        if i % 9 == 0: L.append(p)
    return p, c, L
print(pts())
def overflow():
    x = 1; s = 0
    for i in range(100):
        x = x * 3 + i
        s ^= x
        s = s + (x >> 3) - (x % 7) + (x // 5)
    return x, s
print(overflow())
def floats():
    x = 0.0; n = 0
    for i in range(200):
        x = x * 1.0000001 + i / 3 - (i % 4) * 0.5
        if x > 100: x -= 77.25; n += 1
        x = -x if i % 50 == 49 else x
    return x, n, x ** 2, abs(x), 1e308 * 10 if n else 0
print(floats())
def zero():
    out = []
    for i in range(-30, 30):
        try: out.append(100 // i)
        except ZeroDivisionError as e: out.append(str(e))
        try: out.append(1.5 / i)
        except ZeroDivisionError as e: out.append(str(e))
        try: out.append(5 % i)
        except ZeroDivisionError as e: out.append(str(e))
    return out
print(zero())
def closures():
    fs = []
    t = 0
    def add(n):
        nonlocal t
        t += n
        return lambda k: k + n + t
    for i in range(60):
        h = add(i)
        fs.append(h)
        t += h(i) % 7
    return t, [f(1) for f in fs][-3:]
print(closures())
G = 0
def glob():
    global G, NEW
    for i in range(100):
        G += i
        if i == 50: NEW = 3
        if i > 50: G += NEW
        if i == 70: del NEW; NEW = 9
    return G
print(glob())
def dele():
    for i in range(60):
        x = i
        if i % 20 == 19: del x
        try: y = x
        except UnboundLocalError as e: print(e, i)
    return y
print(dele())
