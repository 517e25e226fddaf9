# Every statement and the odd corners of layout.
import sys, os.path as p, collections.abc; from os import (path, sep as s,); from sys import *
x = 1; y = 2; \
z = 3
if x: print("one line if"); print("second")
elif y: pass
else: pass
while x < 3: x += 1
else: print("while else", x)
for i in 1, 2, *[3]: print(i, end=" ")
else: print()
class C: a = 1; b: int = 2; c: str
class D(C,): ...
def f(): pass; return 1
def g(a, /, b, *, c,): return (a,
    b,
  c)
print(g(1, 2, c=3), f(), C.__annotations__)
lam = lambda: (yield)
assert x, "msg"; assert (x and
    y)
del z, (i), [x]
try: x
except NameError: print("deleted")
a = b = c = 5; a, b = b, a; (a) = 1; [a, b] = 1, 2; (a, [b, *c]) = 1, "xyz"; a += 1; print(a, b, c)
if (n := 10) > 5 and (m := n * 2): print(n, m)
print([w := 1, w + 1], (lambda: (q := 5) + q)(), {(k := "key"): k})
global top
top = "declared at module level"
def nested():
    """Docstring"""
    global top, new
    top = new = 1
    def deeper():
        nonlocal_ = 1
        return nonlocal_
    return deeper()
print(nested(), top, new, nested.__doc__)
if True:
        print("deep indent")
        if True:
         print("odd indent")
	# comment with a tab
print("""multi
line""", 'implicit' "concat" f"{a}" r'\raw', (1,), (), [], {}, {1}, {1: 2}, ..., 0x1F, 0b11, 0o17, 1_000, 1e3, .5, 5., 1j, 0XaF, 1E-2, 00, 0_0)
print(1 if x_ else 2 if (x_ := 0) else 3) if (x_ := 1) else None
print(not True or False and True, not (1 == 2), 1 < 2 < 3 != 4, -2 ** 2, 2 ** -1, 2 ** 3 ** 2, ~-1, - - 1, not not 1, 1 + 2 * 3 % 4 // 2 - 1 << 2 & 7 | 8 ^ 1, 5 if 1 else 6, lambda x: x, sep=" ") if False else print(-2 ** 2, 2 ** 3 ** 2, 1 + 2 * 3 % 4 // 2 - 1 << 2 & 7 | 8 ^ 1)
print((lambda *a, k=1, **kw: (a, k, kw))(1, 2, k=3, z=4), (lambda: None)(), (lambda x=1, /: x)(), [*range(2)], {**{}}, "a" if 0 else "b")
async def co(): await x; return [i async for i in y]
@staticmethod
def deco(): pass
@(lambda f: f)
class Deco: pass
with open(os.devnull if "os" in globals() else "/dev/null") as fh, open("/dev/null"): pass
with (open("/dev/null") as fh, open("/dev/null") as fi,): print(fh.closed)
match 1:
    case 1: print("match")
type X = int; print(X)
def gen(): x = yield; y = yield 1; z = yield 1, 2; yield from (); return (yield)
for x in (lambda: [1, 2])(): continue
for C.attr in [5]: pass
for lst in [[0]]:
    for lst[0] in [7]: print(lst, C.attr)
print(x
      # comment inside
      , y)
def annotated(a: int = 1, *b: str, c: float = 2.0, **d: dict[str, int]) -> "ret": return a
if 1:
    pass
    # trailing comment at another depth
  # less
print(__name__, __doc__, type(__file__).__name__, __spec__, __package__)
exit_code = 0 if True else 1;
