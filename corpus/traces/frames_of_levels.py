# Inlined calls whose callers' frames differ in size: the innermost frame's place differs though its depth does not.
import sys
class A:
    def __init__(self, x): self.x = x
def make(x): return A(*(x,))
def small(i): return make(i)
def large(i):
    a = b = c = d = e = f = g = h = i
    return make(a + b + c + d + e + f + g + h)
def lines(n):
    out = []
    for k in range(n):
        f = sys._getframe()
        while f: out.append(f.f_code.co_name); f = f.f_back
    return out
def far(i, j=1, k=2):
    x = y = z = i
    return lines(j)
def near(i): return lines(1)
t = 0; names = []
for i in range(400):
    t += small(i).x + large(i).x
    names = near(i) + far(i)
print(t, names)
match_ = 0
def only(x):
    match x:
        case [1, y] | [y, 1]: return y
        case str() as y: return ("as", y)
        case {"a": y}: return y
for i in range(60):
    for v in ([1, 5], "s", {"a": 7}, 2.5, [[3], 1]): r = only(v); print(r) if i == 59 else None
def raising(x):
    try: x.foo
    finally: x = None
for i in range(60):
    try: raising(i)
    except AttributeError as e:
        tb = e.__traceback__; k = []
        while tb: k.append((tb.tb_frame.f_code.co_name, tb.tb_lineno)); tb = tb.tb_next
print(k)
def construct_after(log):
    class N:
        def __init__(self, a, b): self.a, self.b = a, b
    def deep(n):
        if n == 0: return N(None, None)
        return N(deep(n - 1), deep(n - 1))
    def count(n): return 1 if n.a is None else 1 + count(n.a) + count(n.b)
    return [count(deep(k)) for k in range(8)]
print(construct_after([]))
def traced(seen):
    def tr(frame, event, arg): seen.append((frame.f_code.co_name, event)); return tr
    def inner(x): return x + 1
    def loop(x):
        for i in range(2):
            x += i
        return x
    for i in range(80):
        if i == 70: sys.settrace(tr)
        inner(i); loop(i)
        if i == 71: sys.settrace(None)
    return seen
print(len(traced([])), traced([])[:6])
