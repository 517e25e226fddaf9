import sys
m=sys.monitoring; E=m.events
m.use_tool_id(3,'x')
log=[]
def cb(name):
    def c(code,*a):
        if code.co_filename==__file__:
            if name!='LINE': a=a[1:]
            log.append((name,code.co_name)+tuple(x if isinstance(x,(int,str,type(None))) else getattr(x,'__name__',type(x).__name__) for x in a))
    return c
for n in 'PY_START PY_RESUME PY_RETURN PY_YIELD CALL LINE RAISE EXCEPTION_HANDLED PY_UNWIND PY_THROW RERAISE C_RETURN C_RAISE STOP_ITERATION'.split():
    m.register_callback(3,getattr(E,n),cb(n))
def g():
    yield 1
    len([])
    return
def f():
    for x in g(): pass
    try: int('x')
    except ValueError: pass
    [].append(1)
    max(1,2,key=lambda v:v)
    def h(): raise KeyError
    try: h()
    except LookupError: pass
    return 5
m.set_events(3, E.PY_START|E.PY_RESUME|E.PY_RETURN|E.PY_YIELD|E.CALL|E.LINE|E.RAISE|E.EXCEPTION_HANDLED|E.PY_UNWIND|E.PY_THROW|E.RERAISE|E.C_RETURN|E.C_RAISE)
f()
m.set_events(3,0)
m.set_local_events(3,f.__code__,E.LINE)
f()
m.free_tool_id(3)
for l in log: print(l)
plog=[]
sys.setprofile(lambda fr,ev,arg: plog.append((fr.f_code.co_name,ev,getattr(arg,'__name__',arg))))
f()
sys.setprofile(None)
for l in plog: print(l)
