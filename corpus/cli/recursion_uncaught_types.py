import sys
sys.setrecursionlimit(200)
class Node:
    def __init__(self, n): self.child = Node(n + 1)
def by_comprehension(n): return [by_comprehension(x) for x in [n + 1]]
def by_lambda(n): return (lambda: by_lambda(n + 1))()
def by_method(n): return str.join("", [by_method(n)])
def by_sort(n): return sorted([1, 2], key=lambda v: by_sort(n))
def by_map(n): return list(map(by_map, [n]))
def by_property(n):
    class P:
        @property
        def p(self): return self.p
    return P().p
def by_eq(n):
    class Q:
        def __eq__(self, o): return [self] == [o] and self == o
    return Q() == Q()
def by_gen(n): return next(by_gen(n) for _ in [0])
def by_with(n):
    import contextlib
    @contextlib.contextmanager
    def c():
        with c(): yield
    with c(): pass
def by_getattr(n):
    class G:
        def __getattr__(self, k): return getattr(self, k)
    return G().x
for f in (Node, by_comprehension, by_lambda, by_method, by_sort, by_map, by_property, by_eq, by_gen, by_with, by_getattr):
    try: f(0); print(f.__name__, "returned")
    except RecursionError as e: print(f.__name__, "RecursionError")
sys.setrecursionlimit(1000); print("fine again", sum(range(10)))
