import contextlib
class CM:
    def __init__(self, name, suppress=False, fail=None): self.name, self.suppress, self.fail = name, suppress, fail
    def __enter__(self):
        print("enter", self.name)
        if self.fail == "enter": raise RuntimeError("enter failed")
        return self.name.upper()
    def __exit__(self, t, v, tb):
        print("exit", self.name, t and t.__name__, v, tb is not None)
        if self.fail == "exit": raise KeyError("exit failed")
        return self.suppress
with CM("a") as a, CM("b") as b: print(a, b)
with (CM("c") as c, CM("d"),): print(c)
with CM("s", True): raise ValueError("suppressed")
print("after")
for make in (lambda: CM("x"), lambda: CM("x", fail="enter"), lambda: CM("x", fail="exit")):
    try:
        with CM("outer"), make(): raise ValueError("body")
    except Exception as e: print("caught", repr(e), repr(e.__context__))
def ret():
    with CM("r"): return "returned"
print(ret())
for i in range(3):
    with CM(f"l{i}"):
        if i == 0: continue
        if i == 1: break
class A: pass
with CM("target") as A.attr: pass
with CM("tup") as (p, q, *r): pass
print(A.attr, p, q, r); lst = [0]
with CM("idx") as lst[0]: print(lst)
class NoExit:
    def __enter__(self): return 1
class NoEnter:
    def __exit__(self, *a): pass
for bad in (NoExit(), NoEnter(), 5):
    try:
        with bad: pass
    except TypeError as e: print(e)
@contextlib.contextmanager
def gen(name, swallow=False):
    print("gen enter", name)
    try: yield name * 2
    except ValueError as e:
        print("gen caught", e)
        if not swallow: raise
    finally: print("gen exit", name)
with gen("g") as g: print(g)
with gen("h", True): raise ValueError("inside")
try:
    with gen("k"): raise ValueError("through")
except ValueError as e: print("out", e)
@gen("deco")
def decorated(): print("in decorated")
decorated(); decorated()
@contextlib.contextmanager
def bad_gen():
    if False: yield
try:
    with bad_gen(): pass
except RuntimeError as e: print(e)
@contextlib.contextmanager
def twice(): yield 1; yield 2
try:
    with twice(): pass
except RuntimeError as e: print(e)
with contextlib.suppress(KeyError, IndexError): {}["x"]
import io, sys
buf = io.StringIO()
with contextlib.redirect_stdout(buf): print("captured")
print(repr(buf.getvalue()))
with contextlib.ExitStack() as st:
    st.enter_context(CM("e1")); st.callback(print, "callback", 1, sep="-"); st.push(lambda *a: print("pushed", a[0]) or True); print("body"); raise ValueError("x")
with contextlib.ExitStack() as st:
    kept = st.pop_all() if st.enter_context(CM("kept")) else None
print("not closed yet"); kept.close()
class Closer:
    def close(self): print("closed")
with contextlib.closing(Closer()) as c: pass
with contextlib.nullcontext(5) as n: print(n)
class Base(contextlib.ContextDecorator):
    def __enter__(self): print("cd in"); return self
    def __exit__(self, *a): print("cd out")
@Base()
def f(x): return x + 1
print(f(1)); class_level = type("T", (), {"__enter__": lambda s: "te", "__exit__": lambda s, *a: None})
with class_level() as v: print(v)
inst = type("U", (), {})(); inst.__enter__ = lambda: 1; inst.__exit__ = lambda *a: None
try:
    with inst: pass
except TypeError as e: print(e)
def g2():
    with CM("gen body"): yield 1; yield 2
it = g2(); next(it); it.close(); it = g2(); next(it)
try: it.throw(ValueError("thrown in"))
except ValueError as e: print(e)
