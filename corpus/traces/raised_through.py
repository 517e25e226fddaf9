"""Exceptions in hot loops that leave handlers, nested handlers, functions and generators; contexts, causes and tracebacks are as they are without a trace."""
import sys, traceback, gc
class A(Exception): pass
class B(A): pass
def src(i):
    if i % 4 == 0: raise A(i)
    if i % 4 == 1: raise B('b', i)
    if i % 40 == 2: return {}['k%d' % (i % 3)]
    return i
def chain(n):
    r = {}
    for i in range(n):
        try:
            try:
                src(i)
            except B as e:
                raise ValueError('from b') from e
            except A as e:
                raise
            except KeyError:
                raise KeyError('again') from None
        except ValueError as e:
            k = (type(e).__name__, str(e), repr(e.__cause__.args[0]), e.__suppress_context__, e.__context__ is e.__cause__, [t.lineno - chain.__code__.co_firstlineno for t in traceback.extract_tb(e.__traceback__)])
        except A as e:
            k = ('A', len(e.args), e.__context__, [t.name for t in traceback.extract_tb(e.__traceback__)], e.args[0] % 3)
        except KeyError as e:
            k = ('K', str(e), repr(e.__context__), e.__cause__, e.__suppress_context__)
        else:
            k = 'ok'
        r[str(k)] = r.get(str(k), 0) + 1
    return sorted(r.items())
print(*chain(4000), sep='\n')
def nested(n):
    c = 0
    for i in range(n):
        try:
            [].pop()
        except IndexError as e:
            try:
                {}[i]
            except KeyError as f:
                c += f.__context__ is e
                assert sys.exception() is f
            assert sys.exception() is e
        assert sys.exception() is None
    return c
print(nested(3000))
def ret(i):
    try:
        return 10 // (i % 5)
    except ZeroDivisionError:
        return -1
    finally:
        ret.n += 1
ret.n = 0
print(sum(ret(i) for i in range(5000)), ret.n)
def loops(n):
    t = 0
    for i in range(n):
        while True:
            try:
                t += 1
                if t % 7 == 0: raise A
                if t % 5 == 0: raise B
                continue
            except B:
                break
            except A:
                continue
    return t
print(loops(4000))
class W:
    pass
import weakref
def alive(n):
    refs = []
    for i in range(n):
        w = W()
        if i > n - 5: refs.append(weakref.ref(w))
        try:
            raise A(w)
        except A as e:
            x = e.args
        del x, w
    gc.collect()
    return sum(r() is not None for r in refs)
print(alive(2000) <= 1)
class G:
    def __getattr__(self, n): raise AttributeError(n)
def attrs(n):
    g = G(); c = 0
    for i in range(n):
        try: g.foo
        except AttributeError: c += 1
        try: int('x' if i % 3 else '3')
        except ValueError: c += 1
        try: next(iter(()))
        except StopIteration: c += 1
        try: None + i
        except TypeError: c += 1
        try: x = undefined_name
        except NameError: c += 1
        try: 1 // (i % 2)
        except (KeyError, ZeroDivisionError): c += 1
        try: (1, 2)[i % 4]
        except LookupError: c += 1
        try: a, b = (1,) * (1 + i % 3)
        except ValueError: c += 1
        try: 'x'.encode('ascii' if i % 2 else 'nope')
        except LookupError: c += 1
        if hasattr(g, 'x'): c += 1
    return c
print(attrs(3000))
def locals_seen(n):
    keep = []
    def f(i):
        y = i * 2
        if i % 9 == 0: raise A(y)
        return y
    for i in range(n):
        try: f(i)
        except A as e:
            if i % 900 == 0: keep.append(e)
    return [(k.__traceback__.tb_next.tb_frame.f_locals['y'], k.__traceback__.tb_next.tb_lineno - f.__code__.co_firstlineno) for k in keep]
print(locals_seen(5000))
def rec(n):
    if n == 0: raise A('bottom')
    try:
        rec(n - 1)
    except B: pass
def recs(n):
    c = 0
    for i in range(n):
        try: rec(i % 12)
        except A as e: c += len(traceback.extract_tb(e.__traceback__))
    return c
print(recs(1500))
def gen(n):
    for i in range(n):
        try:
            yield src(i)
        except GeneratorExit: raise
        except A: yield 'a'
def drive(n):
    c = {}
    g = gen(n)
    while True:
        try: v = next(g)
        except StopIteration: break
        except KeyError: c['k'] = c.get('k', 0) + 1; break
        c[type(v).__name__] = c.get(type(v).__name__, 0) + 1
    return c
print(drive(2000))
def uncaught(n):
    for i in range(n):
        try:
            src(i * 4 + 1)
        except B:
            if i == n - 1:
                src(42)
uncaught(3000)
