# Paths that nodes take without a call: comparisons, assignments, conversions, callable instances.
import itertools, functools, operator, heapq
print(hex(255), hex(-255), oct(8), bin(5), bin(0), hex(0), bin(-1), hex(2**70), hex(True), oct(-9))
for i in [0,5,9,10,11,99,100,101,999,1000,12345,99999,100000,-1,-10,-99,-100,-12345,2**61,-2**61,2**62-1,-2**62,10**18,10**17+1]: print(str(i), repr(i), f'{i}')
print([str(i) for i in range(0,300,7)])
print((1,2)<(1,3), (1,2)==(1,2.0), (1,'a')<(1,'b'), (1,)<(1,2), ()==(), (1,2)!=(1,2))
try: print((1,'a')<(1,2))
except TypeError as e: print(e)
print(list({3,1,2}), list(frozenset([1,2])), list({'a':1,'b':2}), tuple({'x':1}), list(range(3,20,4)), list(range(5,0,-2)), list(range(0)), [*range(3)], list(range(-5,-1)))
print(list(x*x for x in range(5)), tuple(x for x in 'abc'))
l=[1,2]; l.extend({5}); l.extend({'k':1}); l.extend(range(2)); l += {7:8}; print(l)
print(set(), set('abc')=={'a','b','c'}, set([1,1,2]), frozenset(), frozenset([1]))
try: set([[]])
except TypeError as e: print(e)
try: set(1)
except TypeError as e: print(e)
try: set(1,2)
except TypeError as e: print(e)
for f in (lambda: range(), lambda: range('a'), lambda: range(1,2,3,4), lambda: enumerate(), lambda: enumerate(1), lambda: zip(1), lambda: map(), lambda: map(1), lambda: filter(1), lambda: reversed(1), lambda: bytes(-1), lambda: complex('x'), lambda: slice(), lambda: bool(1,2), lambda: type(None)(1), lambda: type(...)(), lambda: object(1), lambda: memoryview(1), lambda: property(1,2,3,4,5), lambda: super(1), lambda: staticmethod(), lambda: type(lambda:0)(1), lambda: type((x for x in ()))(), lambda: list(1), lambda: tuple(1,2), lambda: int('x'), lambda: float('x'), lambda: bytearray('x'), lambda: frozenset(1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(range(3), enumerate, list(enumerate('ab', 5)), list(zip([1,2],'ab')), bytes(3), bytearray(2), complex(1,2), slice(1), memoryview(b'ab')[0], dict([(1,2)]), dict({1:2}), dict(), int(), str(), float(), tuple(), list())
print(list(enumerate([1,2,3])), [(i,c) for i,c in enumerate('xyz',1)], [(a,b) for a,b in zip([1,2,3],[4,5])], [(a,b) for a,b in zip((1,2),[4,5,6])])
class C:
    def __call__(self, *a, **k): return a, k
c = C(); print(c(), c(1), c(1,2,x=3))
class D:
    __call__ = C()
print(D()(1))
class M(type):
    def __call__(cls, *a): return ('meta', cls.__name__, a)
class E(metaclass=M): pass
print(E(), E(1,2))
class M2(type): pass
class E2(metaclass=M2):
    def __init__(self, x): self.x = x
print(E2(4).x)
p = functools.partial(lambda *a, **k: (a, k), 1, z=2); print(p(), p(3), p(3, y=4))
print(operator.itemgetter(1)([1,2]), operator.itemgetter(0,1)('ab'), operator.attrgetter('real')(3), operator.methodcaller('upper')('a'))
m = [].append; m(1); class_m = c.__call__; print(class_m(5))
class P:
    def m(self, x): return x
pm = P().m; print(pm(3), pm(x=4))
h=[]
for x in [(3,'a'),(1,'b'),(2,'c'),(1,'a')]: heapq.heappush(h,x)
print([heapq.heappop(h) for _ in range(4)])
try: heapq.heappush((), 1)
except TypeError as e: print(e)
try: heapq.heappop([])
except IndexError as e: print(e)
print(b'abc'[0], b'abc'[-1], [b for b in b'xy'])
try: b'abc'[3]
except IndexError as e: print(e)
k = 'a'
try: b'abc'[k]
except TypeError as e: print(e)
def loops():
    out=[]; x = 0.5; n = None
    while x < 3.0: x = x + 0.75; out.append(x)
    i = 10
    while i > 0:
        i -= 3
        if i == 4: continue
        if i != 1: out.append(i)
        else: break
    else: out.append('no')
    while n is None: n = 5
    if n: out.append('t')
    if not n: out.append('f')
    s = 'ab'; t = 'a' + 'b'
    if s == t: out.append('eq')
    if s is not None: out.append('nn')
    nan = float('nan')
    out += [1 if nan == nan else 0, 1 if nan != nan else 0]
    if nan < 1: out.append('bad')
    if nan >= 1: out.append('bad')
    if nan != nan: out.append('nan')
    big = 2**62 - 1; b2 = big + 1; b3 = b2 * 2; b4 = b3 - 1
    if b3 > big: out.append((b2, b3, b4))
    z = -0.0
    if z == 0: out.append('z')
    if 1 < 1.5: out.append('mix')
    e = ''
    if e: out.append('bad')
    if s: out.append('s')
    l = []
    if l: out.append('bad')
    return out
print(loops())
def unb():
    if 0: q = 1
    try:
        if q < 1: pass
    except UnboundLocalError as e: print(e)
    try:
        while q: pass
    except UnboundLocalError as e: print(e)
    try:
        a = q + 1
    except UnboundLocalError as e: print(e)
    try:
        a = q
    except UnboundLocalError as e: print(e)
    try:
        if q is None: pass
    except UnboundLocalError as e: print(e)
unb()
from contextlib import contextmanager
@contextmanager
def cm(x):
    print('in', x)
    try: yield x
    finally: print('out')
with cm(1) as a, cm(2) as b: print(a, b)
class B:
    def __init__(s): s.l=[1,2,3]; s.d={'a':1}; s.t=(4,5)
    def get(s, i): return s.l[i]
    def getd(s, i): return s.d[i]
    def gett(s, i): return s.t[i]
b=B(); print(b.get(0), b.get(-1), b.getd('a'), b.gett(1))
for f, k in ((b.get, 3), (b.getd, 'z'), (b.gett, 2)):
    try: f(k)
    except LookupError as e: print(type(e).__name__, e)
