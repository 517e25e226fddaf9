# Builtins overridden, classes and shapes that change, keys that run code: guards of traces fail in the middle
import builtins
def use(L):
    t = 0
    for i in range(90):
        t += len(L)
        if i == 40: builtins.len = lambda x: 1000
        if i == 60: del builtins.len; builtins.len = _len
    return t
_len = len
print(use([1, 2, 3]))
class A:
    k = 1
    def m(self): return 1
    @property
    def p(self): return self.k
class B(A):
    def m(self): return 2 + super().m()
def meth():
    a = A(); b = B(); t = 0
    for i in range(120):
        o = a if i % 3 else b
        t += o.m() + o.p + o.k
        if i == 50: A.m = lambda self: 10
        if i == 70: a.m = lambda: 100
        if i == 80: A.k = 5
        if i == 90: b.k = 7
        if i == 100: del a.m
        if i == 105: a.__class__ = B
        if i == 110: a.newattr = i
        if i == 112: t += a.newattr
    return t
print(meth())
class S:
    __slots__ = ('a', 'b')
def slots():
    s = S(); t = 0
    for i in range(80):
        s.a = i; s.b = s.a * 1.5
        t += s.b
        if i % 30 == 29:
            del s.b
            try: t += s.b
            except AttributeError as e: print(e)
    return t
print(slots())
class D:
    def __getattr__(self, n):
        if n.startswith('x'): return len(n)
        raise AttributeError(n)
    def __setattr__(self, n, v): object.__setattr__(self, n, v * 2)
def dyn():
    d = D(); t = 0
    for i in range(60):
        t += d.xyz
        d.v = i
        t += d.v
        try: t += d.foo
        except AttributeError as e: t += 1
    return t
print(dyn())
def lists():
    L = list(range(10)); t = 0
    for i in range(100):
        L.append(i); L[i % 5] = L[-1] + L[i % len(L)]
        if i % 7 == 0: t += L.pop()
        if i % 11 == 0: t += L.pop(0)
        if i % 13 == 0: L.insert(2, 3.5)
        if i % 17 == 0: L += [i, 'x'][:1]
        if i % 29 == 0: L.sort(key=str)
        try: L[1000 + i]
        except IndexError as e: t += 1
    return t, L[:8], len(L)
print(lists())
def mut():
    L = [1, 2, 3]; out = []
    for x in L:
        if len(L) < 60: L.append(x + 1)
        out.append(x)
    d = {i: i * i for i in range(50)}
    s = 0
    try:
        for k in d:
            s += d[k]
            if k == 40: d[1000] = 1
    except RuntimeError as e: print(e)
    return out, s
print(mut())
def dicts():
    d = {}; t = 0
    for i in range(150):
        k = i % 17
        d[k] = d.get(k, 0) + i
        if k in d and 'a' not in d: t += d[k]
        if i == 100: d['a'] = 1
        if i == 120: d[3.0] = 3000
        if i == 130: del d[3]; 
        if i > 130: t += d.get(3, 7)
        try: d[(i, 2)]
        except KeyError as e: t += 1
        d[str(i)] = i
        if i % 3 == 0: d.pop(str(i))
    return t, len(d), list(d.items())[:5]
print(dicts())
class K:
    n = 0
    def __init__(s, v): s.v = v
    def __hash__(s): K.n += 1; return hash(s.v)
    def __eq__(s, o): K.n += 100; return s.v == getattr(o, 'v', o)
def keys():
    d = {}; t = 0
    for i in range(80):
        d[K(i % 9)] = i
        if 4 in d: t += d[4]
        t += d.get(i, 0) + d.get(K(i), 1)
    return t, K.n, len(d)
print(keys())
def strs():
    s = ''; n = 0
    for i in range(120):
        s += chr(97 + i % 26)
        if s[-1] == 'z': n += 1
        if s.startswith('ab') and s.endswith('yz'): n += 10
        n += s.find('m') + s.count('a') + len(s.upper()) + ('x' in s) + (s > 'b') + ord(s[i // 2])
        u = f'{i:>4}|{s[:3]!r}|{n}'
    return n, u, s[10:20], '%s-%d' % (s[:2], n), s.split('a')[:3], ' '.join(list(s)[:4])
print(strs())
def unpack():
    t = 0
    for i, (a, (b, *c)) in enumerate([(1, (2, 3, 4))] * 70):
        t += i + a + b + sum(c)
    for k, v in {i: (i, -i) for i in range(70)}.items():
        x, y = v
        t += k * x - y
    for a, b in zip(range(100), [1, 2.5] * 50): t += a * b
    for a, b, c in [(1, 2, 3)] * 60 + [[4, 5, 6]] * 20: t += a + b * c
    a, b = 0, 1
    for _ in range(90): a, b = b, a + b
    return t, a
print(unpack())
try:
    for a, b in [(1, 2)] * 70 + [(1, 2, 3)]: pass
except ValueError as e: print(e)
