# Private names around type parameters; `__class__` of classes that declare it global or nonlocal; defaults of evaluators.
class __Base:
    def __init_subclass__(cls, **k): cls.k = k
class Derived[T: __Base](__Base, __kwarg=1):
    def f[__U](self, __x: __U): return __x
    value = [__Base for _ in "a"] if False else None
print(Derived.__bases__[0] is __Base, Derived.k, Derived.__type_params__[0].__bound__ is __Base)
print(Derived.f.__type_params__, Derived.f.__code__.co_varnames, Derived().f(3))
class G[__T]:
    x = lambda: __T
print(G.__type_params__, G.x() is G.__type_params__[0])
def make():
    class X:
        global __class__
        __class__ = 42
        def f(self): return __class__
    return X
print(make()().f().__name__, __class__)
type A[*Ts = *tuple[int, str]] = Ts
Ts, = A.__type_params__
print(Ts.__default__ == next(iter(tuple[int, str])), Ts.__default__)
import inspect
print(inspect.signature(A.evaluate_value))
class Old: pass
def plain(): pass
def gen(): yield
import warnings
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    plain.__code__ = gen.__code__
for m in w: print(m.category.__name__, m.message)
try:
    del Old().__class__
except TypeError as e:
    print(e)
d = {}
exec("k = type(__builtins__).__name__", d)
print(d["k"])
