import datetime as D, math, random
a=D.datetime(2020,1,2,3,4,5,6); b=D.datetime(2020,1,2,3,4,5,7); c=D.datetime(2019,12,31,23,59,59,999999)
print(a<b,a>b,a==b,a<=a,c<a,a<c,a!=b,sorted([a,b,c])[0]==c, D.datetime(2020,2,1)>D.datetime(2020,1,31))
z=D.timezone(D.timedelta(hours=2)); x=a.replace(tzinfo=z); y=a.replace(tzinfo=D.timezone.utc)
print(x<y,x==y,x>y,x==a,x!=a)
try: x<a
except TypeError as e: print(e)
print(math.gcd(12,18),math.gcd(-12,18),math.gcd(0,5),math.gcd(),math.gcd(7),math.gcd(0,0),math.gcd(2**62-1,2**61),math.gcd(-2**62,0),math.gcd(2**70,2**65),math.gcd(12,18,9),math.gcd(True,4))
try: math.gcd(1.5,2)
except TypeError as e: print(e)
r=random.Random(5)
for n in (0,1,2,3,5,17,63,64,65,200):
    for k in range(6):
        l=[r.randrange(k*n+1) if k<3 else r.random() if k==3 else str(r.randrange(n+1)) if k==4 else (r.randrange(3),r.randrange(n+1)) for _ in range(n)]
        m=sorted(l); assert all(m[i]<=m[i+1] for i in range(n-1)) and len(m)==n
        i=list(range(n)); j=sorted(i,key=lambda q:l[q]); assert all(l[j[q]]<l[j[q+1]] or l[j[q]]==l[j[q+1]] and j[q]<j[q+1] for q in range(n-1))
        j=sorted(i,key=lambda q:l[q],reverse=True); assert all(l[j[q]]>l[j[q+1]] or l[j[q]]==l[j[q+1]] and j[q]<j[q+1] for q in range(n-1))
class B:
    def __init__(s,v): s.v=v
    def __lt__(s,o):
        if s.v==3: raise ValueError(s.v)
        return s.v<o.v
l=[B(i) for i in (5,1,4,3,2)]
try: l.sort()
except ValueError as e: print('VE',e,sorted(q.v for q in l))
def m(v):
    match v:
        case (): return 'empty'
        case (p,): return 'one',p
        case (1,q): return '1q',q
        case [p,[q,w]]: return p,q,w
        case [p,q,*w]: return p,q,w
        case str(): return 's'
        case _: return None
class T(tuple): pass
for v in [(),[],(1,),[1],(1,2),[2,(3,4)],(2,[3,4]),(1,2,3),[1,2,3,4],'ab',b'ab',range(2),T((1,2)),T((2,(3,4))),{1:2},None,{1,2}]: print(v,m(v))
class L:
    def __len__(s): return 3
class L2:
    def __len__(s): return True
class L3:
    def __len__(s): return -1
class L4:
    def __len__(s): return 'x'
class L5:
    def __len__(s): return 2**100
for k in (L,L2,L3,L4,L5):
    try: print(len(k()))
    except Exception as e: print(type(e).__name__,e)
x=10**30; y=10**30+1
print(x==y,x<y,x>y,x<=y,x>=y,x!=y,x==10**30,-x<x,x==5,x<1e31,x==True)
class I(int):
    def __lt__(s,o): return 'lt'
    def __gt__(s,o): return 'gt'
print(I(10**30)<10**30, 10**30<I(10**30))
