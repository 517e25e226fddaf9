# Generators resumed in loops, handlers and conditions; class and static methods; slices.
import sys
def g(n):
    for i in range(n):
        if i % 2:
            yield i
        else:
            try:
                x = yield -i
                if x: yield ('sent', x)
            except ValueError as e:
                yield ('ve', str(e))
            finally:
                yield 'f'
    else:
        yield 'else'
    while n:
        n -= 1
        if n == 2: continue
        if n == 1: break
        yield n
    return 'done'
it = g(3)
out=[]
out.append(next(it)); out.append(it.send(5)); out.append(next(it)); out.append(next(it)); out.append(next(it)); out.append(it.throw(ValueError('q')))
for x in it: out.append(x)
print(out)
def h():
    r = yield from g(2)
    print('r', r)
    for a in [1,2]:
        for b in 'xy':
            with open('/dev/null') as f:
                yield a, b
print(list(h()))
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
import itertools
print(list(itertools.islice(fib(), 12)))
print(sum(x*y for x in range(4) for y in (z for z in range(5) if z % 2)))
async def co(n):
    t = 0
    for i in range(n):
        t += await co2(i)
    return t
async def co2(i):
    if i % 2: return i
    class A:
        def __await__(self):
            v = yield i
            return v or 7
    return await A()
c = co(5); 
try:
    v = None
    while True: print(c.send(v)); v = 3
except StopIteration as e: print(e.value)
class E:
    @staticmethod
    def s(x): return x
    @classmethod
    def c(cls, x): return cls.__name__, x
    def __init__(self): self.q = 1
class F(E): pass
for o in (E(), F(), E, F, E()):
    for _ in range(2): print(o.s(1), o.c(2))
    f = o.c; print(f(3), o.s.__name__)
E.s = staticmethod(lambda x: x+100); F.c = classmethod(lambda cls, x: 'F')
for o in (E(), F(), E, F, E()):
    print(o.s(1), o.c(2))
e = E(); e.s = lambda x: 'own'; print(e.s(1)); print(E().s(1))
from collections import namedtuple
P = namedtuple('P','a b')
def ga(p): return p.a, p.b, p.__class__, p.__class__.__name__
for p in (P(1,2), P(3,4), P(5,6)): print(ga(p))
class Q(P):
    __slots__=()
    a = property(lambda s: 9)
print(ga(Q(1,2)), ga(P(1,2)))
def sl(s): return s[1:3], s[:], s[::-1], s[-2:], s[5:1], s[::2], s[1:-1], s[10:20], s[-100:100]
for s in ('hello', [1,2,3,4], (1,2,3), b'bytes', bytearray(b'abc'), range(9), '', 'é€x'): print(sl(s))
class L(list):
    def __getitem__(self, k): return k
print(L()[1:2], L()[:])
try: 'abc'[::0]
except ValueError as e: print(e)
try: 'abc'['a':]
except TypeError as e: print(e)
print('abc'[True:])
class D(dict): pass
d = D(a=1); d['b'] = 2; d['a'] += 5; print(d, d['a'], len(d), 'a' in d)
class X:
    __len__ = list.__len__
try: len(X())
except TypeError as e: print(e)
print(1 in {1,2}, 'a' in frozenset('abc'), 'z' in {'a','b'}, (1,) in {(1,)})
