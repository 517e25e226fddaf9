def gen(n):
    print("start")
    for i in range(n):
        got = yield i
        if got: print("got", got)
    print("end")
    return "result"
g = gen(3); print(next(g), g.send("a"), g.send(None))
try: next(g)
except StopIteration as e: print("stop", e.value)
print(list(g), next(g, "exhausted"))
try: gen(1).send("early")
except TypeError as e: print(e)
def catching():
    while True:
        try: yield "waiting"
        except ValueError as e: yield f"caught {e}"
        except GeneratorExit: print("closing"); raise
g = catching(); print(next(g), g.throw(ValueError("x")), next(g), g.throw(ValueError, "old") if False else "-"); g.close(); g.close()
def stubborn():
    try: yield 1
    except GeneratorExit: yield 2
g = stubborn(); next(g)
try: g.close()
except RuntimeError as e: print(e)
def returns_on_close():
    try: yield 1
    except GeneratorExit: return "closed value"
g = returns_on_close(); next(g); print(g.close(), gen(1).close())
def inner():
    try:
        x = yield 1
        print("inner got", x)
        yield 2
        return "inner result"
    finally: print("inner finally")
def outer():
    r = yield from inner()
    print("r =", r)
    yield from [10, 20]
    yield from "ab"
    return "outer result"
g = outer(); print(next(g), g.send("sent"), next(g), list(g))
g = outer(); next(g)
try: g.throw(KeyError("thrown"))
except KeyError as e: print("out", e)
g = outer(); next(g); g.close()
class It:
    def __iter__(self): return self
    def __next__(self): return 5
    def send(self, v): return ("sent", v)
    def throw(self, *a): return ("thrown", a[0])
    def close(self): print("It closed")
def d(): yield from It()
g = d(); print(next(g), g.send(1), g.throw(ValueError)); g.close()
def fib():
    a, b = 0, 1
    while True: yield a; a, b = b, a + b
import itertools; print(list(itertools.islice(fib(), 15)), next(x for x in fib() if x > 1000))
def stopit(): raise StopIteration("inside"); yield
try: next(stopit())
except RuntimeError as e: print(e, repr(e.__cause__))
def selfnext(): yield next(me)
me = selfnext()
try: next(me)
except ValueError as e: print(e)
def fail(): yield 1; raise OSError("fails")
g = fail(); print(next(g))
try: next(g)
except OSError as e: print(e, list(g))
g = gen(2); print(g.gi_running, g.gi_frame is not None, g.gi_yieldfrom, g.gi_code.co_name, g.__name__, iter(g) is g); list(g); print(g.gi_frame)
def tree(t):
    if t: yield from tree(t[0]); yield t[1]; yield from tree(t[2])
print(list(tree(((None, 1, None), 2, ((None, 3, None), 4, None)))))
def expr(): x = (yield 1) + (yield 2); print("sum", x); lst = [(yield "a"), (yield "b")]; print(lst, f"{(yield 'f')}", {(yield "k"): (yield "v")}); return (yield)
g = expr(); v = next(g)
try:
    while True: v = g.send(10 if isinstance(v, int) else v)
except StopIteration as e: print(e.value)
def coro_avg():
    total = n = 0; avg = None
    while True: x = yield avg; total += x; n += 1; avg = total / n
c = coro_avg(); next(c); print(c.send(10), c.send(20), c.send(60))
def pipeline(src, *fs):
    for f in fs: src = map(f, src)
    return src
print(list(pipeline(range(3), lambda x: x + 1, str)), sum(x * x for x in range(5)), list(zip(gen(2), fib())), [*gen(1)], dict(zip("ab", fib())), max(x for x in (3, 1)), any(x > 2 for x in itertools.count()))
g = (print("lazy", x) or x for x in range(2)); print("not yet"); print(list(g)); print(type(g).__name__, (lambda: (yield))().__class__.__name__)
def with_default(x=[1]):
    for v in x: yield v; x.append(v + 1) if v < 3 else None
print(list(with_default()), list(with_default()))
for bad in ("g.gi_frame = 1", "type(g)()", "gen(1).throw()", "gen(1).throw(5)", "gen(1).throw(ValueError, 1, 2, 3)", "gen(1).throw(ValueError('x'))", "next(gen)", "gen(1)[0]", "len(gen(1))"):
    try: print(eval(bad) if "=" not in bad else exec(bad))
    except Exception as e: print(type(e).__name__ + ":", e)
