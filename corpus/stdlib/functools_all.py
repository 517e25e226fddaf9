import functools, operator
p = functools.partial(int, base=2); print(p("101"), p.func, p.args, p.keywords, functools.partial(print, "a", sep="-")("b"), functools.partial(functools.partial(max, 1), 5)(3), repr(functools.partial(pow, 2)), functools.partial(pow, functools.Placeholder, 2)(5))
print(functools.reduce(operator.add, [1, 2, 3]), functools.reduce(lambda a, b: a * b, range(1, 6), 10), functools.reduce(max, [3]), functools.reduce(lambda a, b: b, [], "init"))
for op in (lambda: functools.reduce(operator.add, []), lambda: functools.reduce(1, [1, 2]), lambda: functools.partial(), lambda: functools.partial(5), lambda: functools.lru_cache("x"), lambda: functools.total_ordering(type("A", (), {})), lambda: functools.wraps(5)(6).__wrapped__):
    try: print(op())
    except Exception as e: print(type(e).__name__ + ":", e)
calls = []
@functools.lru_cache(maxsize=3)
def f(a, b=0): calls.append((a, b)); return a + b
print([f(x) for x in (1, 2, 1, 3, 4, 1, 2)], calls, f.cache_info(), f.cache_parameters(), f(1, b=0), f(b=0, a=1), f.__wrapped__(5)); f.cache_clear(); print(f.cache_info())
@functools.cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(200), fib.cache_info().hits)
@functools.lru_cache(typed=True)
def t(x): return type(x).__name__
print(t(1), t(1.0), t(True), t.cache_info().currsize)
try: f([])
except TypeError as e: print(e)
class M:
    def __init__(self): self.n = 0
    @functools.cached_property
    def heavy(self): self.n += 1; return self.n
    @functools.lru_cache
    def cached(self, x): self.n += 1; return x * 2
    @functools.singledispatchmethod
    def kind(self, x): return "any"
    @kind.register
    def _(self, x: int): return "int"
    @kind.register(str)
    def _(self, x): return "str"
    def add(self, a, b): return a + b
    add5 = functools.partialmethod(add, 5)
m = M(); print(m.heavy, m.heavy, m.cached(2), m.cached(2), m.n, m.kind(1), m.kind("s"), m.kind(1.5), m.add5(1), m.__dict__); del m.heavy; print(m.heavy)
@functools.singledispatch
def show(x): return f"object {x}"
@show.register(int)
@show.register(float)
def _(x): return f"number {x}"
@show.register
def _(x: list | tuple): return f"sequence {len(x)}"
@show.register(type(None))
def _(x): return "none"
print(show("s"), show(1), show(2.5), show([1]), show((1, 2)), show(None), show(True), show.dispatch(bool).__name__, len(show.registry), show.registry[int] is show.dispatch(int))
@functools.total_ordering
class V:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __gt__(self, o): return self.v > o.v
print(V(1) < V(2), V(1) <= V(1), V(2) >= V(3), sorted([V(2), V(1)], key=lambda v: v.v)[0].v); key = functools.cmp_to_key(lambda a, b: a - b); print(key(1) < key(2), key(3) == key(3), sorted([3, 1], key=key), max([1, 5], key=key))
def deco(fn):
    @functools.wraps(fn, assigned=("__name__", "__doc__"), updated=())
    def w(): "w doc"
    return w
@deco
def orig(): "orig doc"
print(orig.__name__, orig.__doc__, orig.__wrapped__.__name__); print(functools.update_wrapper(lambda: 0, len).__name__, functools.WRAPPER_ASSIGNMENTS[:3]); compose = lambda *fs: functools.reduce(lambda f, g: lambda x: g(f(x)), fs); print(compose(str, len, hex)(12345))
