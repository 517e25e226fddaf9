import sys, traceback
def fib(n):
    if n < 2: return n
    return fib(n-1) + fib(n-2)
print(fib(13))
class T:
    def __init__(self, d):
        self.l = T(d-1) if d else None
        self.r = T(d-1) if d else None
    def check(self):
        return 1 + (self.l.check() if self.l else 0) + (self.r.check() if self.r else 0)
t = T(7)
for i in range(3): print(t.check())
def ack(m, n):
    if m == 0: return n + 1
    if n == 0: return ack(m - 1, 1)
    return ack(m - 1, ack(m, n - 1))
print(ack(2, 7))
def deep(n):
    return 1 + deep(n + 1)
for i in range(3):
    try: deep(0)
    except RecursionError as e:
        n = 0; tb = e.__traceback__
        while tb: n += 1; tb = tb.tb_next
        print(e, n)
def deep2(n, m):
    if n == 0: return 0
    return deep2(n - 1, m) + m
for k in (5, 50, 400, 990, 994, 995, 996, 997, 998, 999, 1000):
    try: print(k, deep2(k, 1.5))
    except RecursionError as e:
        n = 0; tb = e.__traceback__
        while tb: n += 1; tb = tb.tb_next
        print(k, e, n)
def bad(n):
    if n == 0: return 1 // 0
    return bad(n - 1) + 1
for i in range(100):
    try: bad(i % 7)
    except ZeroDivisionError as e: s = traceback.format_exc()
print(s)
def fr(n):
    if n == 0: return sys._getframe()
    return fr(n - 1)
for i in range(100):
    f = fr(i % 6)
    names = []
    while f: names.append((f.f_code.co_name, f.f_lineno, f.f_locals.get('n') if f.f_code.co_name == 'fr' else 0)); f = f.f_back
print(names)
