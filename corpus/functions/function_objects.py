import types
def f(a, b=1, *, c=2): "doc"; x = 1; return a
f.attr = 5; f.__name__ = "renamed"; f.__doc__ = "new doc"; f.__dict__["z"] = 1
print(f.attr, f.__name__, f.__doc__, f.__dict__, f.z, callable(f), type(f).__name__, hasattr(f, "nope"), f.__qualname__, f.__kwdefaults__, f.__closure__, f.__type_params__)
c = f.__code__
print(c.co_name, c.co_qualname, c.co_argcount, c.co_kwonlyargcount, c.co_nlocals, c.co_varnames, c.co_names, c.co_freevars, c.co_cellvars, c.co_firstlineno, c.co_flags & 3, type(c).__name__, c == f.__code__)
f.__code__ = (lambda a, b=9, *, c=3: ("swapped", a, b, c)).__code__; print(f(1))
f.__kwdefaults__ = {"c": 7}; f.__defaults__ = (8,); print(f(0)); f.__defaults__ = None
try: f(0)
except TypeError as e: print(e)
for bad in ("f.__name__ = 5", "f.__code__ = 1", "f.__defaults__ = [1]", "f.__dict__ = 1", "del f.__name__", "f.__globals__ = {}", "del f.nope", "f.__closure__ = ()", "(lambda: 0).x.y"):
    try: exec(bad); print("ok", bad)
    except Exception as e: print(type(e).__name__ + ":", e)
class K:
    def m(self, x=1): return self, x
    @classmethod
    def c(cls): return cls
    @staticmethod
    def s(): return "s"
k = K(); b = k.m
print(b.__self__ is k, b.__func__ is K.m, b.__name__, b(5)[1], k.m == k.m, k.m is k.m, hash(k.m) == hash(k.m), K.m is K.m, b.__doc__, K.c.__self__ is K, type(K.s).__name__, type(b).__name__, type(K.m).__name__, type(len).__name__, type([].append).__name__, type(str.upper).__name__, type(int.__add__).__name__, type((1).__add__).__name__)
b2 = types.MethodType(lambda self, y: (self, y), "me"); print(b2(3), b2.__self__); k.inst = lambda: "no self"; print(k.inst(), K.__dict__["c"].__func__.__name__, K.__dict__["s"].__wrapped__())
g = types.FunctionType(f.__code__, {"__builtins__": __builtins__}, "g", (1, 2), None); print(g.__name__, g.__defaults__)
try: b.x = 1
except AttributeError as e: print(e)
try: len.x = 1
except AttributeError as e: print(e)
print(len.__name__, len.__module__, len.__self__.__name__, [].append.__self__, str.upper.__objclass__, str.upper("a"), int.__add__(1, 2), (1).__add__(2), "abc".__len__(), list.append.__qualname__, "{}".format, sep=" | ") if False else None
print(len.__name__, len.__module__, [].append.__self__, str.upper.__objclass__, str.upper("a"), int.__add__(1, 2), (1).__add__(2), (1).__add__("a"), list.append.__qualname__, repr(len), repr(str.upper), repr(int.__add__), repr(int), repr(K.__dict__["s"])[:14])
for op in (lambda: str.upper(5), lambda: int.__add__("a", 1), lambda: list.append(), lambda: dict.get(1, 2), lambda: K.m(), lambda: object.__new__(5), lambda: int.__new__(str), lambda: types.FunctionType(1, {}), lambda: types.MethodType(5, None)):
    try: print(op())
    except TypeError as e: print(e)
def gen(): yield
def outer():
    def inner(): pass
    class L:
        def m(self): return lambda: 0
    return inner, L.m, L().m(), L
print([x.__qualname__ for x in outer()], (lambda: 0).__qualname__, gen.__name__, gen().__name__, gen().__qualname__, (x for x in ()).__name__)
print(isinstance(f, types.FunctionType), isinstance(b, types.MethodType), isinstance(len, types.BuiltinFunctionType), isinstance(gen(), types.GeneratorType), isinstance((lambda: 0), types.LambdaType), bool(f), f != 5, {f: 1}[f])
