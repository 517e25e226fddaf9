# importlib's own frames do not show in tracebacks of imports; __getattr__ is asked when a descriptor raises AttributeError.
import sys, traceback
def names(e): return [f.name for f in traceback.extract_tb(e.__traceback__)]
try: import no_such_module_at_all
except ImportError as e: print(names(e))
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "raises_in_finder": raise KeyError(name)
sys.meta_path.insert(0, Finder())
try: import raises_in_finder
except KeyError as e: print(names(e))
class P:
    @property
    def p(self): raise AttributeError("hidden")
    @property
    def q(self): raise KeyError("seen")
    def __getattr__(self, n): return "asked " + n
for _ in range(3): print(P().p, getattr(P(), "p"), hasattr(P(), "r"))
try: P().q
except KeyError as e: print(e)
class D(dict):
    def keys(self): return ["fake"]
def kw(**k): return k
print(kw(**D(a=1)), {**D(a=1)}, dict(D(a=1)))
class A: __slots__ = ("a", "b")
class B: __slots__ = ("a", "b")
class C: __slots__ = ("a", "c")
x = A(); x.a = 1; x.__class__ = B; print(type(x).__name__, x.a)
try: x.__class__ = C
except TypeError as e: print(e)
for args in ((2, 2.5, 3), (2.0, 1, 3), (2, 3, "x")):
    try: pow(*args)
    except TypeError as e: print(e)
class R:
    def __rpow__(self, base, mod=None): return "rpow", base, mod
print(pow(2, R()), pow(2, R(), 5))
for t in (type.__new__, lambda *a: type("a\0b", (), {})):
    try: t(type)
    except (TypeError, ValueError) as e: print(e)
