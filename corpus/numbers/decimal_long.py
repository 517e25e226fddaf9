# Operators on coefficients of some hundred digits, in every rounding, with the flags they raise.
import random
from decimal import *
random.seed(7)
ROUND=[ROUND_UP,ROUND_DOWN,ROUND_CEILING,ROUND_FLOOR,ROUND_HALF_UP,ROUND_HALF_DOWN,ROUND_HALF_EVEN,ROUND_05UP]
import hashlib
def rnd(nd):
    s=''.join(random.choice('0123456789' if random.random()<.8 else '05') for _ in range(random.randrange(1,nd)))
    if random.random()<.2: s+='0'*random.randrange(30)
    if random.random()<.1: s='9'*random.randrange(1,nd)
    return Decimal(random.choice(['','-'])+s+'E%d'%random.randrange(-40,40))
h=hashlib.md5(); n=0
for prec in (5,28,38,39,50,100,300,700):
    for r in ROUND:
        c=Context(prec=prec,rounding=r,traps=[]); setcontext(c)
        for _ in range(2 if prec>300 else 8):
            a=rnd(prec*2+3); b=rnd(prec+5) if random.random()<.8 else random.randrange(-100,100)
            c.clear_flags()
            for op in ('+','-','*','/'):
                x={'+':lambda:a+b,'-':lambda:a-b,'*':lambda:a*b,'/':lambda:a/b}[op]()
                y={'+':lambda:b+a,'-':lambda:b-a,'*':lambda:b*a,'/':lambda:b/a}[op]()
                h.update(('%s %s %s;'%(x,y,sorted(str(k.__name__) for k,v in c.flags.items() if v))).encode()); n+=1
                if n%97==0: print(prec,r,op,str(x)[:60],str(y)[-30:],hash(x)%1000, x==y, x<y)
print(n,h.hexdigest())
setcontext(Context(prec=60,traps=[Inexact]))
try: print(Decimal(1)/3)
except Inexact as e: print('Inexact',e)
setcontext(Context(prec=50,Emax=100,Emin=-100))
for f in [lambda: Decimal('1e99')*Decimal('12345678901234567890123456789012345678901234567890'), lambda: Decimal('1e-99')/Decimal('3e30'), lambda: Decimal(10)**60*2**70, lambda: 3-Decimal('3'), lambda: Decimal('-0')+0, lambda: 0*Decimal('-1e5'), lambda: Decimal('1')/7, lambda: 7/Decimal('4'), lambda: True+Decimal(1), lambda: Decimal(5)/0, lambda: 0/Decimal(0), lambda: Decimal('NaN')+1, lambda: 2-Decimal('Inf')]:
    try: print(f())
    except Exception as e: print(type(e).__name__,e)
