# What a generator handles, its defaults that suspend, code that awaits at the top.
import ast, sys, types
def g():
    try:
        yield
    except Exception as e:
        print(repr(sys.exception()), e.__context__)
        yield
        print(repr(sys.exception()))
        yield
        raise
m = g()
next(m)
try:
    raise ValueError("v")
except Exception as e:
    m.throw(e)
next(m)
try: next(m)
except ValueError as e: print(repr(e))
def h():
    f = lambda x=(yield 1), *, k=(yield 2): (x, k)
    return f()
i = h()
next(i); i.send("a")
try: i.send("b")
except StopIteration as e: print(e.value)
async def arange(n):
    for i in range(n): yield i
def run(c):
    try:
        while True: c.send(None)
    except StopIteration: pass
code = compile("a = [x async for x in arange(3)]", "?", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
ns = {"arange": arange}
run(types.FunctionType(code, ns)()); print(ns["a"])
ns = {"arange": arange}
run(eval(code, ns)); print(ns["a"])
ns = {"__builtins__": types.MappingProxyType({"__import__": lambda *a: a[0]})}
exec("import foo.bar", ns); print(ns["foo"])
class Once:
    def __init__(self): self.n = 0
    def __iter__(self): self.n += 1; print("iter"); return Next()
class Next:
    def __next__(self): raise StopIteration
print(list(x for x in Once()))
gen = (x for x in [1])
gen.gi_frame.f_locals[".0"] = [3]
try: list(gen)
except TypeError as e: print(e)
