for a in [(5,),(0,),(-3,),(1,5),(5,1),(1,10,3),(10,1,-3),(1,2,0),(True,),(1,True),(2**70,),(1.5,),('a',),(1,'a'),(1,2,'x'),(2**62-1,),(-2**62,2**62-1),(0,2**62-1,2**61)]:
    try: r=range(*a); print(r,len(r) if len(a)<3 or a[2]<2**60 else '-',list(r)[:5] if len(r)<100 else r[0])
    except Exception as e: print(a,type(e).__name__,e)
print(range(5),range(1,5),range(1,9,2),range(9,1,-2))
try: range(1,2,0)
except ValueError as e: print(e)
def f(a,b,c):
    out=[]
    if a and b or c: out.append(1)
    if a is None or b == c: out.append(2)
    if not a or (b and not c): out.append(3)
    while a < b and c is not None: a+=1; out.append(4)
    out.append('y' if a < b else 'n'); out.append('y' if a is c else 'n'); out.append('t' if c else 'f')
    out.append(a and b); out.append(a or c)
    return out
for v in [(1,2,3),(0,0,0),(1,3,None),(1.5,2.5,0.0),(5,5,[])]: print(f(*v))
for v in [(None,1,1),('a','b',''),('a',1,2)]:
    try: print(f(*v))
    except TypeError as e: print(e)
def g():
    if a1 and 1: pass
    if False: a1=1
try: g()
except UnboundLocalError as e: print(e)
class X:
    def __bool__(self): raise ValueError('no truth')
for h in (lambda: 1 if X() else 2, lambda: [1 for q in [X()] if q and 1], lambda: (X() or 1)):
    try: print(h())
    except ValueError as e: print(e)
