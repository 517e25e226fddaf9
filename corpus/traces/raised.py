"""Exceptions that are raised and caught in hot loops: by statements, by calls, through frames, with and without a look at the exception."""
import sys, traceback
class Odd(Exception):
    def __init__(self, v):
        super().__init__(v)
        self.value = v
def check(i):
    if i % 3 == 0:
        raise Odd(i)
    return i
def a(n):
    c = t = 0
    for i in range(n):
        try:
            t += check(i)
        except Odd as e:
            c += e.value % 7
    return c, t
def b(n):
    d = {i: i for i in range(0, 100, 2)}
    c = t = 0
    for i in range(n):
        try:
            t += d[i % 100]
        except KeyError:
            c += 1
        finally:
            t += 1
    return c, t
def p(s):
    try:
        return int(s)
    except ValueError:
        return None
def cc(n):
    xs = ['1', '22', 'x', '4', '', 'seven'] * (n // 6)
    return sum(v is None for v in map(p, xs)), sum(p(x) or 0 for x in xs)
def dd(n):
    out = []
    for i in range(n):
        try:
            if i % 50 == 7: raise ValueError('v%d' % i)
            x = [1, 2, 3][i % 5]
        except IndexError as e:
            x = str(e)
        except (ValueError, TypeError) as e:
            x = repr(e) + str(sys.exc_info()[2].tb_lineno - dd.__code__.co_firstlineno)
        out.append(x)
    try:
        e
    except UnboundLocalError as e:
        out.append(str(e))
    return hash(tuple(map(str, out))) and len(set(map(str, out))), out[-1], out[-70:-60], sys.exc_info()
def deep(i, k):
    if k: return deep(i, k - 1)
    return check(i)
def ee(n):
    t = c = 0
    tb = None
    for i in range(n):
        try:
            t += deep(i, 4)
        except Odd:
            c += 1
    for i in range(n):
        try:
            t += deep(i, 4)
        except Odd as e:
            c += 1
            tb = e.__traceback__
            ctx = e.__context__
    return t, c, ctx, ''.join(traceback.format_tb(tb)), tb.tb_next.tb_next.tb_frame.f_locals
def ff(n):
    c = 0
    for i in range(n):
        try:
            try:
                if i % 2: raise KeyError(i)
                raise Odd(i)
            except KeyError:
                c += 1
            else:
                c += 1000
        except Exception as e:
            c += e.args[0] % 3
    return c
def gg(n):
    r = []
    for i in range(n):
        try:
            try:
                [][i]
            except IndexError:
                raise ValueError(i)
        except ValueError as e:
            r.append((e.args[0], type(e.__context__).__name__, e.__traceback__.tb_lineno - gg.__code__.co_firstlineno))
    return len(r), set(x[1:] for x in r)
for f in a, b, cc, dd, ee, ff, gg:
    print(f.__name__, f(6000))
def last(n):
    for i in range(n):
        try:
            check(i)
        except Odd:
            pass
        if i == n - 2:
            try:
                check(0)
            except Odd:
                deep(3, 2)
try: last(5000)
except Odd: print(traceback.format_exc())
i = 0
for i in range(3000):
    try:
        check(i)
    except Odd as err:
        k = err.value
print(k, 'err' in globals())
# An exception that is raised again and again: its traceback grows, whoever catches it.
ONE = Odd(1)
def again():
    raise ONE
def often(n):
    for i in range(n):
        try: again()
        except Odd: pass
        if i % 3 == 0:
            try: raise ONE
            except Odd: pass
often(300)
print(len(traceback.extract_tb(ONE.__traceback__)))
