def counter(start=0):
    n = start
    def inc(by=1):
        nonlocal n
        n += by
        return n
    def get(): return n
    return inc, get
inc, get = counter(5); inc(); inc(10); other, oget = counter(); other(); print(get(), oget(), inc.__closure__[0].cell_contents, inc.__code__.co_freevars, counter.__code__.co_cellvars)
def outer():
    x = "outer"
    def middle():
        def inner():
            nonlocal x
            x = "changed"
            return x
        return inner
    r = middle()()
    return r, x
print(outer())
def make(): return [lambda: i for i in range(3)], [(lambda j: lambda: j)(i) for i in range(3)]
a, b = make(); print([f() for f in a], [f() for f in b])
g = 1
def read(): return g
def write():
    global g, fresh
    g += 1; fresh = "made"
write(); print(read(), fresh, g)
def shadow():
    try: print(g)
    except UnboundLocalError as e: print(e)
    g = 5
    return g
print(shadow(), g)
def late():
    def f(): return later
    try: f()
    except NameError as e: print(e)
    later = 7
    return f()
print(late())
def deleted():
    v = 1
    def f(): return v
    print(f()); del v
    try: f()
    except NameError as e: print(e)
    try: v
    except UnboundLocalError as e: print(e)
    v = 2
    return f()
print(deleted())
def rec(n): return 1 if n == 0 else n * rec(n - 1)
def mutual_even(n): return n == 0 or mutual_odd(n - 1)
def mutual_odd(n): return n != 0 and mutual_even(n - 1)
print(rec(10), mutual_even(50), mutual_odd(7))
compose = lambda *fs: (lambda x: compose(*fs[1:])(fs[0](x)) if fs else x)
print(compose(lambda x: x + 1, lambda x: x * 2, str)(5), (lambda f: f(f, 5))(lambda self, n: 1 if n < 2 else n * self(self, n - 1)))
def memo(fn):
    cache = {}
    def wrapper(*args):
        if args not in cache: cache[args] = fn(*args)
        return cache[args]
    wrapper.cache = cache
    return wrapper
@memo
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), len(fib.cache), fib.cache[(10,)])
class C:
    x = "class"
    def get(self):
        try: return x
        except NameError as e: return str(e)
    y = [x for _ in range(1)] if False else x
def func_class():
    z = 3
    class D:
        w = z
        z = 4
        def m(self): return z
    return D.w if hasattr(D, "w") else None, D().m(), D.z
print(C().get(), C.y)
try: print(func_class())
except NameError as e: print(e)
def cells():
    a = 1
    def f(): return a, b
    b = 2
    c = f.__closure__
    return [x.cell_contents for x in c], f()
print(cells()); import types; cell = types.CellType(3); print(cell.cell_contents); cell.cell_contents = 4; print(cell == types.CellType(4))
try: types.CellType().cell_contents
except ValueError as e: print(e)
acc = []
for i in range(3):
    def h(i=i): return i
    acc.append(h)
print([h() for h in acc], eval("lambda: g")(), (lambda g: (lambda: g)())(9))
def l():
    q = 1; r = [q for q in range(3)]; s = locals(); return sorted(s), q
print(l())
exec("e1 = 5\ndef ef(): return e1"); print(e1, ef()); ns = {}; exec("x = 1\ndef f():\n global y\n y = x\nf()", ns); print(ns["y"], sorted(k for k in ns if k[0] != "_")); print(eval("a + b", {"a": 1}, {"b": 2}))
