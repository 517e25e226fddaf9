# Names of a module body in a dict of another kind, and in builtins of another kind.
class Stop(Exception): pass
class Get(dict):
    def __getitem__(self, k): raise Stop(k)
class Set(dict):
    def __setitem__(self, k, v): raise Stop(k)
def attempt(code, ns):
    try:
        exec(compile(code, "test", "exec"), ns)
    except Exception as e:
        print(type(e).__name__, e)
attempt("name", Get(name=1))
attempt("name", {"__builtins__": Get(name=1)})
attempt("x = 1", Set())
attempt("for i in range(3): x = i", Set())
attempt("print(len('abc'))", Set())
import warnings
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    for g in ({"__package__": None, "__spec__": None, "__name__": "__main__"}, {"__package__": 1}, {"__package__": "", "__name__": "x"}):
        try:
            __import__("", g, {}, ("foo",), 1)
        except Exception as e:
            print(type(e).__name__, e)
for m in w: print(m.category.__name__, m.message)
