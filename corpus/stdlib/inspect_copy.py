import inspect, copy, types
def f(a, b: int = 1, /, c="x", *args: str, d, e=None, **kw) -> bool:
    """Doc line.

        Indented.
    """
    return True
s = inspect.signature(f); print(s, list(s.parameters), [p.kind.name for p in s.parameters.values()], s.parameters["b"].default, s.parameters["b"].annotation, s.return_annotation, s.parameters["a"].default is inspect.Parameter.empty, inspect.getdoc(f), inspect.getfullargspec(f), s.bind(1, 2, d=3).arguments, s.bind_partial(1).arguments, s.replace(return_annotation=int))
for args in ((), (1,), (1, 2, 3)):
    try: s.bind(*args)
    except TypeError as e: print(e)
print(inspect.getsource(f).splitlines()[0], inspect.getsourcelines(f)[1], inspect.getfile(f).endswith("inspect_copy.py"), inspect.getmodule(f).__name__, inspect.isfunction(f), inspect.isclass(int), inspect.ismethod(f), inspect.isbuiltin(len), inspect.ismodule(inspect), inspect.isgeneratorfunction(lambda: (yield)), inspect.iscoroutinefunction(f), inspect.cleandoc("  a\n    b"), inspect.getcomments(f))
class A:
    "A doc"
    x = 1
    def m(self, q): "m doc"
    @property
    def p(self): return 1
    @classmethod
    def c(cls): pass
    @staticmethod
    def s(): pass
class B(A):
    def m(self, q): pass
print([n for n, v in inspect.getmembers(A) if not n.startswith("__")], inspect.getdoc(B.m), inspect.getmro(B), inspect.signature(A), inspect.signature(A().m), [(a.name, a.kind) for a in inspect.classify_class_attrs(A) if not a.name.startswith("_")], inspect.getattr_static(A(), "p").__class__.__name__, inspect.unwrap(f) is f, inspect.signature(len), inspect.signature(print), inspect.signature(int) if False else "", inspect.signature(sorted), inspect.isdatadescriptor(A.p), inspect.isabstract(A))
fr = inspect.currentframe(); print(fr.f_code.co_name, inspect.getframeinfo(fr).lineno, inspect.stack()[0].function, inspect.getclosurevars(f).builtins, inspect.getcallargs(lambda x, y=2: 0, 1)); g = (x for x in [1]); print(inspect.getgeneratorstate(g)); next(g); print(inspect.getgeneratorstate(g), inspect.getgeneratorlocals(g).get("x"))
a = [1, [2, 3], {"k": [4]}]; b = copy.copy(a); c = copy.deepcopy(a); a[1].append(9); a[2]["k"].append(5); print(b, c); r = [1]; r.append(r); d = copy.deepcopy(r); print(d, d[1] is d, d is not r); shared = [0]; x, y = copy.deepcopy([shared, shared]); print(x is y)
class P:
    def __init__(self, v): self.v = v
    def __copy__(self): return P(("copied", self.v))
    def __deepcopy__(self, memo): return P(("deep", copy.deepcopy(self.v, memo)))
class Q:
    def __init__(self): self.l = [1]; self.me = self
class R:
    def __reduce__(self): return (R.make, (5,), {"st": 1})
    @staticmethod
    def make(n): r = R(); r.n = n; return r
class S:
    def __getstate__(self): return {"only": 1}
    def __setstate__(self, st): self.restored = st
q = Q(); q2 = copy.deepcopy(q); print(copy.copy(P(1)).v, copy.deepcopy(P([1])).v, q2.me is q2, q2.l is not q.l, vars(copy.copy(R())), vars(copy.copy(S())), copy.copy(f) is f, copy.deepcopy((1, 2)) == (1, 2), copy.copy({1, 2}), copy.deepcopy({"a": {1: [2]}}), copy.replace(types.SimpleNamespace(a=1), a=2), copy.copy(range(3)), copy.deepcopy(1.5), copy.deepcopy(len) is len)
try: copy.copy((x for x in []))
except TypeError as e: print(e)
ns = types.SimpleNamespace(a=1, b=[2]); ns.c = 3; print(ns, ns == types.SimpleNamespace(a=1, b=[2], c=3), vars(ns)); mp = types.MappingProxyType({"a": 1}); print(mp["a"], mp, len(mp), mp | {"b": 2})
try: mp["x"] = 1
except TypeError as e: print(e)
