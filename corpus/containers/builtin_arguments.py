import pickle, binascii, base64
from array import array
from collections import namedtuple
for n in range(20):
    b=bytes((i*37+n)&255 for i in range(n))
    assert binascii.unhexlify(binascii.hexlify(b))==b and b.hex()==''.join('%02x'%x for x in b), n
    assert bytes.fromhex(b.hex())==b and bytes.fromhex(b.hex(' ')+'  ')==b and bytes.fromhex(b.hex().upper())==b
    assert binascii.hexlify(b)==b.hex().encode()
for bad in ['0','0g','00 0','zz','é0','00é']:
    try: print(bytes.fromhex(bad))
    except ValueError as e: print(e)
print(b'aZ{@[`z'.upper(), b'aZ{@[`z'.lower(), bytearray(b'aZz\xff').upper(), bytearray(b'AZ').lower(), b''.upper())
P=namedtuple('P','x y'); p,q=P(1,2); print(p,q)
class T(tuple):
    def __iter__(self): return iter((7,8))
p,q=T((1,2)); print(p,q)
try: p,q=P(1,2)+(3,)
except ValueError as e: print(e)
try: p,q,r=P(1,2)
except ValueError as e: print(e)
a,*b=[1,2,3]; print(a,b); *a,b=(1,2,3); print(a,b); a,*b,c=[1,2]; print(a,b,c)
try: a,*b,c=[1]
except ValueError as e: print(e)
L=[1,2,3]; L[0],*L[1:]=L; print(L)
print(sorted([3,1,2],key=lambda x:-x), sorted([3,1,2],reverse=True), sorted('abc',reverse=1))
for args,kw in [((),{}),(([1],2),{}),(([1],),{'foo':1}),(([1],),{'key':len})]:
    try: print(sorted(*args,**kw))
    except TypeError as e: print(e)
for f in [lambda: bytes([256]), lambda: bytes([-1,2]), lambda: bytes(['a','b']), lambda: bytes([1,2,3]), lambda: bytes((1,2.5)), lambda: bytes(3), lambda: bytearray([1,300]), lambda: bytearray(b'abc'), lambda: bytearray([1,2]), lambda: bytes(bytearray(b'x')), lambda: bytearray(object()), lambda: bytes(object()),lambda: bytes('x'), lambda: bytes(2**70), lambda:bytes([2**70,1])]:
    try: print(f())
    except (TypeError,ValueError,OverflowError) as e: print(type(e).__name__,e)
for tc in 'bBhHiIlLqQfd':
    a=array(tc,[1,2,3]); a[1]=5; a[-1]=7; print(a, a[0], a[-1], a[1])
    for v in (2**8,2**16,2**32,2**63,-1,-2**7-1,-2**15-1,-2**31-1,1.5,'x',True):
        try: a[0]=v; print(tc,v,a[0])
        except (TypeError,OverflowError) as e: print(tc,v,type(e).__name__,e)
    for i in (3,-4,2**70):
        try: a[i]
        except IndexError as e: print(e)
        try: a[i]=1
        except IndexError as e: print(e)
a=array('Q',[2**64-1]); print(a[0]); a=array('q',[-2**63]); print(a[0])
b=bytearray(b'abc')
for i,v in [(0,65),(-1,66),(3,1),(-4,1),(0,256),(0,-1),(0,'a'),(0,True)]:
    try: b[i]=v; print(b)
    except (IndexError,ValueError,TypeError) as e: print(e)
print(b[0],b[-1],'abc'[1],'aéb'[1],'abc'[-3])
for i in (3,-4):
    for o in ('abc',b'abc',b):
        try: o[i]
        except IndexError as e: print(e)
for f in [lambda: dict(a=1,b=2), lambda: dict({'x':1},a=1), lambda: dict([(1,2)],z=1), lambda: dict(1,2,a=3), lambda: int('ff',base=16), lambda: int(x=1), lambda: print('a','b',sep='-',end='!\n'), lambda: print(foo=1), lambda: 'a,b'.split(sep=','), lambda: 'a,b'.split(',',sep=','), lambda: 'a b'.split(maxsplit=0), lambda: open(), lambda: sum([1],start=3), lambda: round(2.567,ndigits=1), lambda: [1].append(object=1), lambda: max([1,2],key=lambda x:-x), lambda: max([],default=4), lambda: max(1,2,foo=1), lambda: list(enumerate(iterable=[1],start=2)), lambda: list(enumerate([1],start=2)), lambda: str(object=b'x',encoding='ascii'), lambda: bytes('é',encoding='utf-8'), lambda: 'x'.encode(errors='strict'), lambda: int.from_bytes(b'ab',byteorder='big',signed=True), lambda: dict(**{'a':1},b=2), lambda: type('X',(),{}, metaclass=type), lambda: pow(base=2,exp=3,mod=5), lambda: pow(2,3,mod=5), lambda: list(zip([1],[2],strict=True)), lambda:list(zip([1],strict=False)), lambda: 'x'.replace('x','y',count=1), lambda: [3,1].sort(key=None, reverse=True), lambda: [3].sort(bar=1), lambda: complex(real=1,imag=2), lambda: bytes(memoryview(object=b'ab')), lambda: slice(start=1)]:
    try: print(f() if not isinstance(f,type) else 0)
    except Exception as e: print(type(e).__name__,e)
o={'a':[1,2,{'b':(3,4)}],'c':'x'*300,'d':b'yy',1.5:None,True:2**70}
for pr in range(6): assert pickle.loads(pickle.dumps(o,pr))==o
import io
f=io.BytesIO(); pk=pickle.Pickler(f); pk.dump(o); pk.dump([1]*3000); pk.clear_memo(); f.seek(0); u=pickle.Unpickler(f); assert u.load()==o; assert len(u.load())==3000
print(len(pickle.dumps(list(range(5000)))), len('abc'), len([1]), len({}), len(()), len(b'x'), len(range(3)))
try: len(3)
except TypeError as e: print(e)
try: len()
except TypeError as e: print(e)
import math
for x in (4.0,9,True): print(math.sqrt(x))
class M: sqrt=staticmethod(lambda x:x)
for i in range(6):
    m=math if i<4 else M
    print(m.sqrt(16))
import types
mm=types.ModuleType('mm'); mm.f=len
for i in range(8):
    if i==5: mm.f=lambda x:'py'
    if i==7: del mm.f; mm.f=abs
    print(mm.f([1]) if i<7 else mm.f(-1))
import weakref,gc
class W: pass
w=W(); r=weakref.ref(w); assert weakref.ref(w) is r; gc.collect(); assert weakref.ref(w) is r
print(str(), int(), frozenset([1]), frozenset(), weakref.ref(w)() is w)
try: weakref.ref(3)
except TypeError as e: print(e)
