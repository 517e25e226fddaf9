import pickle,io,copyreg
for p in (0,1,2):
    for v in (5,-5,2**31-1,-2**31+1,2**31,-2**31,2**40,-1,65535,65536,0,-128,2**70,-2**70): print(p,v,pickle.dumps(v,p))
print(pickle.dumps({},0),pickle.dumps([],0),pickle.dumps((),0), pickle.dumps({1:2},0), pickle.dumps("a\\\n\u1234\U00012345é",0))
def f():
    def g(): pass
    return g
class A: pass
class B:
    def __reduce__(self): return 5
class B2:
    def __reduce__(self): return (5,)
class B3:
    def __reduce__(self): return (5,())
class B4:
    def __reduce__(self): return (int,[])
class B5:
    def __reduce__(self): return (int,(),None,5)
class B6:
    def __reduce__(self): return (int,(),None,None,5)
class B7:
    def __reduce__(self): return (int,(),None,None,iter([1]))
class B8:
    def __reduce__(self): return (copyreg.__newobj__,())
class B9:
    def __reduce__(self): return (copyreg.__newobj__,(5,))
class B10:
    def __reduce__(self): return (copyreg.__newobj__,(int,))
class B11:
    def __reduce__(self): return (copyreg.__newobj_ex__,(int,))
class B12:
    def __reduce__(self): return (copyreg.__newobj_ex__,(int,1,{}))
class B13:
    def __reduce__(self): return (copyreg.__newobj_ex__,(B13,(),1))
class B14:
    def __reduce__(self): return (int,(),{},None,None,5)
class B15:
    def __reduce__(self): return "nosuch"
class B16:
    def __reduce__(self): return "f"
class B17:
    __module__="nomod"
    def __reduce__(self): return (copyreg.__newobj_ex__,(5,(),{}))
class B18:
    def __reduce__(self): return (copyreg.__newobj_ex__,(B17,(),{}))
class B19:
    def __reduce__(self): raise ValueError("xx")
class B20:
    __reduce_ex__=None
class B21:
    def __reduce__(self): return (int,(lambda:0,))
class B22:
    def __init__(self): self.x=lambda:0
class B23(list):
    pass
b23=B23(); b23.append(B19())
class B24(dict):
    pass
b24=B24(); b24["k"]=B19()
class B25:
    def __reduce__(self): return (int,(),{}, None,None, lambda a,b:0)
def rep(f):
    try: print(repr(f()))
    except BaseException as e:
        print(type(e), str(e).split(' at 0x')[0], getattr(e,'__notes__',None), repr(e.__context__), repr(e.__cause__), e.__suppress_context__)
for o in (f(), lambda:0, B(),B2(),B3(),B4(),B5(),B6(),B7(),B8(),B9(),B10(),B11(),B12(),B13(),B14(),B15(),B16(),B17(),B17,B18(),B19(),B20(),B21(),B22(),b23,b24,B25(),
   [B19()],(1,B19()),(1,2,3,4,B19()),{1:B19()},{B19():1},{B19()},frozenset([B19()]), [1,2,[B19()]], [1,B19()], {1:2,3:B19()}, (x for x in ()), iter([1]).__class__):
    for p in (0,2,4):
        rep(lambda: pickle.dumps(o,p))
rep(lambda: pickle.dumps(1,6)); rep(lambda: pickle.dumps(1,-1)); rep(lambda: pickle.dumps(1,'a')); rep(lambda: pickle.dumps(1,2,buffer_callback=1)); rep(lambda: pickle.Pickler(5)); rep(lambda: pickle.Unpickler(5)); rep(lambda: pickle.dump(1,5)); rep(lambda: pickle.load(5)); rep(lambda: pickle.loads('a')); rep(lambda: pickle.loads(5)); rep(lambda:pickle.Pickler(io.BytesIO(),buffers=1)); rep(lambda:pickle.Pickler())
class P(pickle.Pickler):
    def __init__(s): pass
class U(pickle.Unpickler):
    def __init__(s): pass
rep(lambda:P().dump(1)); rep(lambda:U().load())
p=pickle.Pickler(io.BytesIO()); print(p.bin,p.fast,p.memo.__class__,p.memo.copy()); rep(lambda:p.dispatch_table)
p.dump(["a","b"]); print(sorted([v for k,v in p.memo.copy().items()],key=lambda x:x[0])); rep(lambda:setattr(p,'memo',5)); rep(lambda:setattr(p,'memo',{1:2})); rep(lambda: delattr(p,'memo')); rep(lambda:setattr(p,'memo',{1:(1,2)}));   rep(lambda:p.persistent_id(1))
u=pickle.Unpickler(io.BytesIO(pickle.dumps(["a","b"]))); u.load(); print(u.memo.copy(), u.memo.__reduce__()); rep(lambda:setattr(u,'memo',5)); rep(lambda:setattr(u,'memo',{-1:2})); rep(lambda:setattr(u,'memo',{'a':2})); rep(lambda:u.persistent_load(1)); rep(lambda: pickle.PickleBuffer(5)); b=pickle.PickleBuffer(b"abc"); print(b.raw().obj, memoryview(b).obj, b.raw().format,b.raw().readonly); b.release(); rep(b.raw); rep(lambda: memoryview(b)); rep(lambda: pickle.dumps(b)); rep(lambda: pickle.dumps(pickle.PickleBuffer(b"abc"),4)); rep(lambda: pickle.PickleBuffer(memoryview(b"abcdef")[::2]).raw()); rep(lambda: pickle.dumps(pickle.PickleBuffer(memoryview(b"abcdef")[::2])))
for s in (b"", b"x", b"\x80\x07.", b"\x80", b"I", b"I\n", b"I01\n.", b"I00\n.", b"Ix\n.", b"Lx\n.", b"L12L\n.", b"L12\n.", b"F1.5\n.", b"Fx\n.", b"0", b"1", b"2", b"(.", b"(0.", b"]a", b"]N.a", b"Na.", b"NNa.", b"Nu.", b"}(Nu.", b"}(NNu.", b"(Nd.", b"h\x01.", b"g5\n.", b"gx\n.", b"p-1\n.", b"Np-1\n.", b"q\x00", b"Nr\xff\xff\xff\xff.", b"cx\ny\n.", b"cos\nnosuch\n.", b"\x80\x04\x8c\x02os\x8c\x04no.x\x93.", b"\x80\x04N\x8c\x04no.x\x93.", b"K\x01K\x01R.", b"cbuiltins\nint\nK\x01R.", b"NK\x01\x81.", b"cbuiltins\nint\nK\x01\x81.", b"\x82\x00.", b"\x82\x01.", b"\x84\x00\x00\x00\x80.", b"NNb.", b"NN\x86b.",b"N(K\x01K\x02tb.", b"cbuiltins\nint\nK\x01b.",b"Pabc\n.", b"NQ.", b"P\xff\n.", b"S'a'\n.", b"Sa\n.", b"S'\xff'\n.", b"T\x01\x00\x00\x00a.",b"T\xff\xff\xff\xffa.",b"U\x01\xff.", b"X\x02\x00\x00\x00a", b"X\x01\x00\x00\x00\xff.", b"\x8d\xff\xff\xff\xff\xff\xff\xff\xffa.", b"\x8e\xff\xff\xff\xff\xff\xff\xff\xff.", b"\x95\xff\xff\xff\xff\xff\xff\xff\xff.", b"\x95\x05\0\0\0\0\0\0\0N.", b"\x96\x05\0\0\0\0\0\0\0a.", b"\x97.", b"N\x98.", b"(ibuiltins\nint\n.", b"(K\x01ibuiltins\nint\n.", b"(cbuiltins\nint\nK\x05o.", b"(o.", b"o.", b"\x8b\xff\xff\xff\xff.", b"\x8b\x01\0\0\0\xff.", b"\x8a\x00.", b"V\\u1234\\x\n.", b"Vabc", b"\x8f(N\x90.", b"N(N\x90.", b"(NN\x91.", b"\x94.", b"]\x94.", b"]\x94h\x00\x86.", b"B\x05\0\0\0a", b"C\x05a", b"N\x85.", b"\x85.", b"N\x86.",b"NN\x87.", b"t.", b"(NNt.", b"l.", b"(NNl.", b"s.", b"N.N", b"e.", b"](NNe.", b"N(NNe.", b"\xc3.", b"'.", b"\n."):
    print(s, end=' '); rep(lambda: pickle.loads(s))

# Frames, large objects, batches: the same bytes as ever.
import hashlib
class W:
    def __init__(self): self.parts = []
    def write(self, b): self.parts.append(bytes(b))
def shape(v, p, **k):
    w = W(); pickle.Pickler(w, p, **k).dump(v)
    whole = b"".join(w.parts)
    same = pickle.loads(whole, buffers=k and ()) == v if not k else None
    print(p, len(whole), [len(x) for x in w.parts][:8], hashlib.md5(whole).hexdigest(), hashlib.md5(pickle.dumps(v, p)).hexdigest(), same)
for p in range(6):
    shape(list(range(2500)), p); shape({i: str(i) for i in range(2001)}, p); shape([b"x" * 70000, "y" * 70000, bytearray(b"z" * 70000), "\u1234" * 30000], p)
    shape(["s%d" % (i % 300) for i in range(30000)], p); shape(tuple(range(1000)), p); shape({i for i in range(1500)}, p); shape([[]] * 1000, p); shape({1: 2}, p); shape([float(i) / 3 for i in range(300)] + [float("inf"), -0.0], p)
    shape([1 << i for i in range(0, 200, 7)] + [-1 << i for i in range(0, 200, 7)] + [1 << 3000], p)
r = []; t = (r,); r.append(t); q = pickle.loads(pickle.dumps(t)); print(q[0][0] is q)
for p in range(6): print(p, pickle.dumps(t, p))
class Own(pickle.Pickler):
    def persistent_id(self, o): return "id" + o[1:] if isinstance(o, str) and o.startswith("!") else None
    def reducer_override(self, o): return (complex, (1, 2)) if o is f else NotImplemented
class OwnU(pickle.Unpickler):
    def persistent_load(self, i): return ("loaded", i)
    def find_class(self, m, n): print("find", m, n); return super().find_class(m, n)
for p in range(6):
    b = io.BytesIO(); Own(b, p).dump(["!a", "b", f, int]); print(b.getvalue()); b.seek(0); print(OwnU(b).load())
pk = pickle.Pickler(b := io.BytesIO(), 2); pk.persistent_id = lambda o: 7 if o == "x" else None; pk.dump(["x", "y"]); print(b.getvalue())
un = pickle.Unpickler(io.BytesIO(b.getvalue())); un.persistent_load = lambda i: -i; print(un.load())
class Odd: pass
pk = pickle.Pickler(b := io.BytesIO()); pk.dispatch_table = {Odd: lambda o: (str, ("odd",))}; pk.dump(Odd()); print(pickle.loads(b.getvalue()))
pk = pickle.Pickler(b := io.BytesIO()); pk.fast = True; pk.dump([[1], "a", "a"]); print(b.getvalue())
l = []; l.append(l); pk = pickle.Pickler(io.BytesIO()); pk.fast = 1
try: pk.dump(l)
except ValueError as e: print(str(e).split(" at ")[0])
bufs = []; big = pickle.PickleBuffer(bytearray(b"out")); data = pickle.dumps([big, b"in"], 5, buffer_callback=bufs.append); print(data, len(bufs), pickle.loads(data, buffers=bufs)[1])
rep(lambda: pickle.loads(data)); rep(lambda: pickle.loads(data, buffers=[])); print(pickle.loads(data, buffers=[b"other"]), pickle.loads(pickle.dumps(big)))
print(pickle.loads(pickle.dumps(memoryview.tobytes)), pickle.loads(pickle.dumps(str.maketrans)) is str.maketrans, pickle.loads(pickle.dumps([].append))(1), pickle.loads(b"U\x02\xe9\xff.", encoding="latin1"), pickle.loads(b"U\x02\xe9\xff.", encoding="bytes"))
class Stat:
    def __init__(self): self.a = 1; self.b = "two"
s = Stat(); c = pickle.loads(pickle.dumps(s)); print(vars(c), c.a); c.z = 3; print(list(vars(c)))
import sys; print(all(sys.intern(k) is k for k in vars(pickle.loads(pickle.dumps(s)))))
f2 = io.BytesIO(pickle.dumps(1) + b"tail" + pickle.dumps(2)); print(pickle.load(f2), f2.read(4), pickle.load(f2))
print(pickle.PickleError.__mro__, pickle.PicklingError.__module__, issubclass(pickle.UnpicklingError, pickle.PickleError))
