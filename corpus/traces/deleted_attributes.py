"""Attributes of instances that traces delete, docs of functions and classes, and what contextlib makes of both."""
import gc
from contextlib import contextmanager
class A:
    """About A."""
    def __init__(self, n):
        self.a = n; self.b = n * 1.5; self.c = str(n); self.d = [n]
class B(A):
    pass
def shapes(n):
    out = []
    for i in range(n):
        o = A(i)
        if i % 3 == 0: del o.b, o.d
        elif i % 3 == 1: del o.d; o.e = 1; del o.a
        else: del o.c, o.a; o.a = 7
        if i > n - 7: out.append(o.__dict__)
    return out
def gone(n):
    t = 0
    for i in range(n):
        o = A(i)
        del o.b
        try: t += o.b
        except AttributeError as e: t += len(str(e))
        try: del o.b
        except AttributeError as e: t += len(str(e))
        t += hasattr(o, "b") + hasattr(o, "a")
    return t
def kept(n):
    o = A(0)
    t = 0
    for i in range(n):
        o.x = i; o.y = i + 1
        del o.x
        t += o.y + len(vars(o))
        del o.y
    return t, sorted(vars(o))
class Many:
    def __init__(self):
        for i in range(40): setattr(self, "x%d" % i, i)
def many(n):
    t = 0
    for i in range(n):
        m = Many()
        del m.x3, m.x39
        t += m.x38 + len(m.__dict__)
    return t
class D:
    def __init__(self, log, n): self.log = log; self.n = n
    def __del__(self): self.log.append(self.n)
def dropped(n):
    log = []
    o = A(0)
    for i in range(n):
        o.guard = D(log, i)
        del o.guard
    # (Where nobody counts references the last one may live on in a register.)
    gc.collect()
    return len(log) >= n - 2, sum(log) >= sum(range(n - 2))
@contextmanager
def managed(x, log=[]):
    """A manager."""
    try: yield x
    finally: log.append(x) if len(log) < 3 else None
@contextmanager
def bare(x): yield x + 1
def use(n):
    t = 0
    for i in range(n):
        with managed(i) as v, bare(i) as w: t += v + w
    return t
def raising(n):
    t = 0
    for i in range(n):
        try:
            with bare(i) as v:
                t += v
                if i % 5 == 4: raise KeyError(i)
        except KeyError as e: t += e.args[0]
    return t
def docs(n):
    out = set()
    def f(): "inner"
    for i in range(n):
        if i == n // 2: f.__doc__ = "other"; B.__doc__ = "set"
        if i == n - 9: del f.__doc__
        out.add((getattr(f, "__doc__", 0), type(A(1)).__doc__, B.__doc__, getattr(i, "__doc__", "")[:9]))
    return sorted(out, key=repr)
def codes(n):
    out = []
    def f(): "first"
    def g(): "second"
    def h(): pass
    for i in range(n):
        if i == n // 2: f.__code__ = g.__code__
        if i == n - 5: h.__code__ = g.__code__
        out.append((f.__doc__, h.__doc__))
    return out[0], out[n // 2], out[-1]
class Meta(type):
    def __getattribute__(cls, name): return "meta " + name if name == "__doc__" else type.__getattribute__(cls, name)
class M(metaclass=Meta): "M"
class Meta2(type): __doc__ = "the meta"
class M2(metaclass=Meta2): "M2"
class P:
    @property
    def __doc__(self): return "asked"
def metas(n):
    out = set()
    for i in range(n): out.add((M.__doc__, M2.__doc__, type(P()).__doc__ is P.__dict__["__doc__"], P().__doc__))
    return out
for r in range(2):
    print(shapes(400)[-3:], gone(300), kept(300), many(60), dropped(200), use(400), raising(300))
    print(docs(300), codes(300), metas(200))
