# What sys.monitoring tells of calls of classes and of instances that can be called.
# not-in-mode: gc-stress
import gc, sys
M=sys.monitoring; E=M.events
M.use_tool_id(0,'t')
def sh(x): return getattr(x,'__name__',None) or type(x).__name__
M.register_callback(0,E.CALL,lambda c,o,f,a: print('CALL',c.co_name,sh(f),'MISSING' if a is M.MISSING else type(a).__name__))
M.register_callback(0,E.C_RAISE,lambda c,o,f,a: print('CRAISE',sh(f),'MISSING' if a is M.MISSING else type(a).__name__))
M.register_callback(0,E.C_RETURN,lambda c,o,f,a: print('CRET',sh(f),'MISSING' if a is M.MISSING else type(a).__name__))
M.register_callback(0,E.PY_START,lambda c,o: print('START',c.co_name))
M.register_callback(0,E.PY_RETURN,lambda c,o,v: print('RET',c.co_name))
class A:
    def __init__(self,x=0): len('x')
class B: pass
class N:
    def __new__(cls,*a): return object.__new__(cls)
class Me(type):
    def __call__(cls,*a): return type.__call__(cls,*a)
class Z(metaclass=Me): pass
class X(Exception): pass
class L(list):
    def __init__(self,x): list.__init__(self,x)
class C:
    def __call__(self,x): return len(x)
def f():
    A(); A(1); A(x=2); B(); N(3); Z(); X(1); L([1]); C()('a'); int('7',base=8); str(*['a']); dict(a=1); type(3); type('Q',(),{}); super; ValueError('x'); zip([1]); enumerate([1]); map(int,['1']); list(map(int,['1','2'])); sorted([2,1],key=str); A.__new__(A); object(); int.__new__(int,3)
    for bad in (lambda: int('x'), lambda: A(1,2), lambda: B(1), lambda: list(3), lambda: dict(3)):
        try: bad()
        except Exception as e: print(type(e).__name__)
gc.collect()  # callbacks of what imports left behind would be told of
M.set_events(0,E.CALL|E.PY_START|E.PY_RETURN)
f()
M.set_events(0,0)
