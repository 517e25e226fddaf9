import sys
def gen(n):
    for i in range(n):
        x = yield i * 2
        if x: yield -x
def gens():
    t = 0
    for v in gen(100): t += v
    g = gen(60); t += next(g)
    try:
        for k in range(200): t += g.send(k if k % 5 == 0 else None)
    except StopIteration: t += 1
    return t, sum(x * x for x in range(100) if x % 3), [y for y in gen(5)], {k: v for k, v in zip('abc', gen(3))}
print(gens())
def nested():
    t = 0
    for i in range(40):
        for j in range(i):
            for k in range(3):
                if k == 2: break
                if (i + j + k) % 7 == 0: continue
                t += i * j + k
            else: t += 1000
        else: t += 1
        while True:
            t -= 1
            if t % 3 == 0: break
    return t
print(nested())
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print([fib(i) for i in range(18)])
def deep(n): return 0 if n == 0 else 1 + deep(n - 1)
def rec():
    t = 0
    for i in range(100): t += deep(i)
    for i in range(30):
        try: deep(100000)
        except RecursionError as e: t += 1
    return t
print(rec())
class CM:
    def __init__(s, x): s.x = x
    def __enter__(s): return s.x
    def __exit__(s, *a): return a[0] is ValueError
def withs():
    t = 0
    for i in range(90):
        with CM(i) as x:
            t += x
            if i % 10 == 3: raise ValueError
            if i % 10 == 5: continue
            t += 1
        try:
            if i % 4 == 0: raise KeyError(i)
            t += 2
        except (KeyError, TypeError) as e: t += e.args[0]
        else: t += 3
        finally: t += 5
        try:
            try: 1 // (i % 6)
            finally: t += 7
        except ZeroDivisionError: t += 11
    return t
print(withs())
def ret():
    def inner(i):
        for j in range(10):
            try:
                if j == i: return j * 100
            finally: lst.append(j)
        return -1
    lst = []; t = 0
    for i in range(15): t += inner(i)
    return t, len(lst)
print(ret())
def bools():
    t = 0; a = None; L = [0, 1, '', 'x', [], [1], None, 0.0, 2.5, (), (1,), {}, {1: 2}]
    for i in range(130):
        v = L[i % len(L)]
        if v: t += 1
        if not v: t += 10
        x = v or 'd'; y = v and 'e'
        t += len(str(x)) + len(str(y))
        t += (1 if v is None else 2) + (v == 1) + (v != '')
        if 0 < i < 50 <= 100: t += 1
        if 3 > i % 5 > 1 or i % 7 == 2 and not a: t += 3
        a = v
    return t
print(bools())
def vararg(*a, **k): return len(a) + sum(k.values())
def kwonly(a, *, b=2, c): return a * b + c
def defaults(a, b=[], c=None): b.append(a); return len(b)
def calls():
    t = 0
    for i in range(80):
        t += vararg(i, i, x=i) + vararg(*[1, 2], **{'q': i}) + kwonly(i, c=3) + kwonly(c=i, a=1, b=i) + defaults(i)
        t += max(i, 40) + min(i, 3.5) + abs(-i) + abs(i - 40.5) + int(i / 3) + round(i / 7, 1) + divmod(i, 7)[1] + pow(i, 2)
        t += (lambda q, r=i: q * r)(2) + isinstance(i, int) + isinstance(t, (int, float)) + hash(i) + bool(i) + len(range(i))
        if i == 60: kwonly.__kwdefaults__['b'] = 5
        if i == 65: defaults.__defaults__ = ([1, 2, 3], 4)
        if i == 70: kwonly.__code__ = (lambda a, *, b=2, c: 1).__code__
    return t
print(calls())
try: kwonly(1, 2, c=3)
except TypeError as e: print(e)
class It:
    def __init__(s, n): s.n = n; s.i = 0
    def __iter__(s): return s
    def __next__(s):
        s.i += 1
        if s.i > s.n: raise StopIteration
        return s.i
def its():
    t = 0
    for x in It(100): t += x
    for x in iter(lambda: t % 50, 0): t += 1
    for x in reversed(list(range(80))): t += x
    for x in set(range(80)): t += x
    for i, x in enumerate('hello' * 20, 5): t += i * ord(x)
    for x in map(lambda v: v * 2, range(80)): t += x
    for x in filter(None, [0, 1, 2] * 30): t += x
    for x in (1, 2.5, 3) * 30: t += x
    for x in b'abc' * 30: t += x
    for k in dict.fromkeys(range(80), 1): t += k
    return t
print(its())
import threading
def worker(n, out):
    s = 0
    for i in range(n): s += i * i % 7
    out.append(s)
outs = []
ts = [threading.Thread(target=worker, args=(3000, outs)) for _ in range(4)]
[x.start() for x in ts]; [x.join() for x in ts]
print(outs)
w = 0
i = 0
while i < 300:
    w += i & 3 | 8 ^ i
    w = w << 1 if w < 1000 else w >> 2
    i += 1
else: w += 1
print(w)
x = 0
for n in range(100):
    x = ~x + n; x = -x; x = +x
    x = x if x < 10**6 else 0
print(x, not x)
def walrus():
    t = 0; n = 0
    while (n := n + 1) < 120:
        if (y := n % 7) > 3: t += y
        z = [w2 for q in range(3) if (w2 := q * n) % 2]
        t += len(z)
    return t, y
print(walrus())
