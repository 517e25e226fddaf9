# Many operations on numbers by chance, in contexts by chance: results, flags, texts.
import random, sys, hashlib
from decimal import *
random.seed(7); 
def rnd():
    k=random.random()
    if k<0.06: return Decimal(random.choice(["nan","snan","inf","-inf","nan7","-0","0e5","0e-9","1","10","-1"]))
    n=random.choice([1,2,5,9,20,28,40,80]); d="".join(random.choice("0123456789" if random.random()<.8 else "059") for _ in range(random.randint(1,n)))
    return Decimal(random.choice(["","-"])+d+"e"+str(random.choice([0,0,-1,-2,-5,3,-20,random.randint(-60,60)])))
names2=["add","subtract","multiply","divide","divide_int","remainder","remainder_near","quantize","compare","compare_signal","max","min","max_mag","min_mag","next_toward","compare_total","compare_total_mag","copy_sign","same_quantum","scaleb","shift","rotate","logical_and","divmod"]
names1=["abs","minus","plus","normalize","to_integral_exact","to_integral_value","next_plus","next_minus","logb","sqrt","number_class","is_normal","is_subnormal","logical_invert","to_sci_string","to_eng_string","copy_negate"]
def one(f,*a):
    ctx.clear_flags()
    try: r=f(*a)
    except Exception as e: r=(type(e).__name__,str(e))
    return r,[s.__name__ for s in ctx.flags if ctx.flags[s]]
for i in range(250):
    ctx=Context(prec=random.choice([1,2,5,9,16,28,50]),rounding=random.choice([ROUND_UP,ROUND_DOWN,ROUND_CEILING,ROUND_FLOOR,ROUND_HALF_UP,ROUND_HALF_DOWN,ROUND_HALF_EVEN,ROUND_05UP]),Emin=random.choice([-999999,-20,-5,0]),Emax=random.choice([999999,20,5]),clamp=random.choice([0,0,1]),traps=[])
    a,b,c=rnd(),rnd(),rnd()
    if random.random()<.3: b=Decimal(random.randint(-10,10))
    setcontext(ctx); ctx=getcontext()
    n=random.choice(names2); print(i,n,a,b,ctx.prec,*one(getattr(ctx,n),a,b))
    n=random.choice(names1); print(i,n,a,*one(getattr(ctx,n),a))
    if i%5==0: print(i,"fma",a,b,c,*one(ctx.fma,a,b,c))
    if i%5==1:
        x=Decimal(random.randint(1,10**random.randint(1,30))).scaleb(random.randint(-30,5),context=Context()); ctx.Emin=-999999; ctx.Emax=999999
        print(i,"ln",x,ctx.prec,*one(ctx.ln,x)); print(i,"log10",x,*one(ctx.log10,x)); print(i,"exp",x,*one(ctx.exp,x if x<10000 else Decimal("-1.5")))
    if i%5==2:
        x=Decimal(random.randint(1,10**random.randint(1,12))).scaleb(random.randint(-12,2),context=Context()); y=Decimal(random.randint(-50,50)); ctx.Emin=-999999; ctx.Emax=999999
        print(i,"pow",x,y,ctx.prec,one(ctx.power,x,y)[0]); y=Decimal(random.randint(-500,500))/Decimal(16); print(i,"powf",x,y,ctx.prec,ctx.rounding,one(ctx.power,x,y)[0]); print(i,"powm",one(ctx.power,Decimal(random.randint(-99,99)),Decimal(random.randint(0,99)),Decimal(random.randint(1,99))))
    sp=random.choice(["",".2f",".0f",",.3f","e",".3e","g",".5g","%",".1%","+.3f","*^30,.2f","015.3f","G","_.1f"]); print(i,"fmt",sp,a,one(format,a,sp)[0], one(lambda: hash(a))[0] if not a.is_qnan() else 0, one(int,a)[0] if abs(a.adjusted())<100 else 0, one(lambda:(a<b,a==b))[0], a.as_tuple()==b.as_tuple())
