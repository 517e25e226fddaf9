# Parameter kinds, defaults, signatures and every argument error.
def f(a, b=2, /, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw
print(f(1, d=4), f(1, 2, 3, 4, 5, d=6, g=7), f(1, d=4, a=9, b=8), f(*[1, 2], **{"c": 3, "d": 4}))
log = []
def default(v): log.append(v); return v
def g(x=default("once"), y=default([])):
    y.append(x); return y
print(log, g(), g("b"), g(y=[]), log)
print(g.__defaults__, f.__kwdefaults__, f.__defaults__, f.__code__.co_varnames, f.__code__.co_argcount, f.__code__.co_posonlyargcount, f.__code__.co_kwonlyargcount, f.__name__, f.__qualname__, f.__module__)
g.__defaults__ = ("new", [0]); print(g())
def order(n): print("eval", n, end=" "); return n
f(order(1), order(2), *[order(3)], d=order(4), **{"z": order(5)}); print()
def none(): pass
def two(a, b): pass
def kwonly(*, a, b): pass
def posonly(a, b, /): pass
def opt(a, b=1, c=2): pass
def three(a, b, c): pass
class K:
    def m(self, x): pass
    def nothing(): pass
    @classmethod
    def c(cls, x): pass
    @staticmethod
    def s(x): pass
    def __init__(self, needed=None): pass
class Plain: pass
calls = """none(1); none(1, 2); none(x=1); two(); two(1); two(1, 2, 3); two(1, b=2, c=3); two(1, a=2); kwonly(); kwonly(a=1); kwonly(1, 2); posonly(); posonly(a=1, b=2); posonly(1, b=2)
opt(); opt(1, 2, 3, 4); opt(b=1); three(); three(1); opt(1, d=5); K().m(); K().m(1, 2); K().nothing(); K.m(); K.c(); K.s(); K(1, 2); K(wrong=1); Plain(1); Plain(x=1); f(); f(1); f(d=1); f(1, 2, 3, c=3, d=1)
(lambda x: x)(); (lambda: 0)(1); len(); len(1, 2); len(x=1); int(1, 2, 3); "a".upper(1); [].append(); [].append(1, 2); print(foo=1); sorted(); sorted([], None); isinstance(1); dict(1, 2); max(); range(); abs(); getattr(1); ord("ab"); chr("a"); iter(); object(1); type(); type(1, 2); super(); map(); zip(1); hash(); opt(1, c=1, e=2, f=3)
kwonly(a=1, bb=2); opt(1, bee=2); two(1, *[2, 3]); two(**{"a": 1}); two(1)(2); None(); (1)(); "x"(); [1](0)""".replace("\n", ";").split(";")
import warnings; warnings.simplefilter("ignore")
for call in calls:
    try: print(call.strip(), "->", eval(call.strip()))
    except Exception as e: print(call.strip(), "->", type(e).__name__ + ":", e)
def annotated(a: int, b: "str" = "x", *c: float, d: list[int] = [], **e: dict) -> None: """Doc."""
print(annotated.__annotations__, annotated.__doc__)
import inspect; print(inspect.signature(annotated), inspect.signature(f), inspect.signature(K.m), inspect.signature(K().m), inspect.signature(lambda *, k=1: 0))
