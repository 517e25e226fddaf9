# Messages and positions of syntax errors, by compiling texts.
texts = r'''x = = 1
1 = x
x + 1 = 2
f() = 1
"a" = 1
None = 1
True = 1
x = yield
(x, 1) = 2
[a, b()] = 1
a.b() = 1
x += y += 1
f() += 1
(a, b) += 1
lambda = 1
def = 1
class = 2
if x = 1: pass
while x = 1: pass
if x
if x:
for x in y
for 1 in x: pass
for f() in x: pass
for x y in z: pass
def f(
def f(a, a): pass
def f(a=1, b): pass
def f(*): pass
def f(*, **k): pass
def f(**k, a): pass
def f(**k, *a): pass
def f(*a, *b): pass
def f(a, /, b, /): pass
def f(/): pass
def f(*, a, /): pass
def f(a b): pass
def f(1): pass
def f(None): pass
def f(a=): pass
def f(a) -> : pass
def f: pass
lambda a, a: 1
lambda a=1, b: 1
lambda *: 1
f(a=1, 2)
f(**a, *b)
f(a=1, a=2)
f(a for a in b, c)
f(c, a for a in b)
f(1=2)
f(None=1)
f(a.b=1)
f(a, b=c for c in d)
f(**a, b)
f(a
f(a]
f(a))
(a, b
[a, b
{a, b
{a: 1, b}
{a, b: 1}
{a: }
{**a, b}
{*a: 1}
{a: *b}
)
]
}
(]
[)
print "hello"
print x
exec "code"
return
yield
yield 1
await x
break
continue
def f(): break
class C: return
class C: yield
if 1:\n  break
for x in y: pass\nelse: break
def f(): nonlocal x
nonlocal x
def f(): x = 1; global x
def f(): print(x); global x
def f(x): global x
def f(x): nonlocal x
def f():\n  x = 1\n  def g(): nonlocal x, y
import
import a.b as c.d
import a as
from
from x
from x import
from x import (a
from x import a,
from . import *
def f(): from x import *
from x import (*)
from x import a as b.c
import a, b,
from __future__ import nope
from __future__ import braces
x = 1\nfrom __future__ import annotations
try: pass
try:\n  pass\nx
try: pass\nexcept: pass\nexcept A: pass
try: pass\nfinally: pass\nexcept: pass
except: pass
finally: pass
else: pass
elif x: pass
try: pass\nexcept A, B as e: pass
try: pass\nexcept* A: pass\nexcept: pass
try: pass\nexcept A as b.c: pass
with x as 1: pass
with x as f(): pass
with x
with (a as b, c as d: pass
del f()
del 1
del x + 1
del (a, 1)
del *a
del
assert
raise x from
raise from x
global
global x.y
pass x
x 1
1 x
x y z
a b
if a b: pass
while a b: pass
foo(a b)
[a b]
(a b)
{a b}
x = 1 2
x = a b
x = "a" b
x = (1, 2
  y = 1
if 1:\nx
if 1:\n  x\n y
if 1:\n\tx\n        y
def f():\nx
class C:\nx
for x in y:\nz
while 1:\nx
try:\nx
with a:\nx
match x:\ncase 1: pass
@
@x
@x\n1
async x
async def
async for x in y: pass
async with x: pass
def f(): async for x in y: pass
def f(): [x async for x in y]
def f(): await x
async def f(): yield from x
async def f(): yield 1; return 2
[x for x in]
[x for in y]
[for x in y]
[x, y for x in z]
[*x for x in y]
{**x for x in y}
(x, y for x in z)
[x := 1 for x in y]
[(x := 1) for x in y]
[y for x in (z := 1)]
class C: [(x := 1) for y in z]
x := 1
(x.y := 1)
(x[0] := 1)
f(x := 1, y=z := 2)
lambda: x := 1
x = y := 1
*a
*a = 1
*a, *b = c
x = *a
print(*a, sep='' *b)
a, *b, *c = d
(*a)
(**a)
[**a]
x: int: str
x: int = 
(x, y): int
[x]: int
f(): int
x.y: int = 1 2
1 if 2
1 if 2 else
1 else 2
not
a not b
a is is b
a <> b
a === b
a ! b
a && b
a || b
a++
++
a ? b : c
x = $
x = a@
"abc
'abc\n
"""abc
f"{a"
f"{a b}"
f"{}"
f"{a!z}"
f"}"
0777
1__2
1a
0xz
\x
\ x
x = \
x\
a.1
a..b
a.
.a
a[
a[]
a[1
a[1:2:3:4]
a[b=1]
a()b
if True print(1)
else if x: pass
def f() pass
class C() pass
class C(a b): pass
for x in range(10) print(x)
while True print(1)
import a.b.
from .a. import b
True = False
def True(): pass
class None: pass
__debug__ = 1
def f(__debug__): pass
import x as __debug__
x.__debug__ = 1
f(__debug__=1)
def f[T](x): nonlocal T
type X = 
type X[T = int
class C[T: int = 1: pass
def f[*T: int](): pass
print(1,,2)
[1,,2]
(,)
[,]
{,}
{:}
f(,)
f(a,,b)
x = (1 +
x = [1,\n2\ny = 3
x = {\n'a': 1\n'b': 2}
foo(1, 2\nbar()
a = 5 +
a = * 5
if x: pass else: pass
lambda x y: 1
lambda (x): 1
lambda x: yield
def f((a, b)): pass
exec x
import a from b
from a import b, (c)
with open(x) as f, : pass
with : pass
while : pass
if : pass
for : pass
return x
class C:\n  def f(self):\n  return 1
async lambda: 1
await = 1
async = 1
case = 1; case 1
match x: case 1: pass
print f"a"
print(a
b'é'
'\x'
'\N{foo}'
b'\x1'
u'\u12'
'''.split("\n")
for text in texts:
    source = text.replace(r"\n", "\n").replace(r"\t", "\t")
    if text.endswith("\\") and not text.endswith("\\\\"): source = text
    try:
        compile(source, "t.py", "exec")
        print(repr(text), "ok")
    except SyntaxError as e:
        print(repr(text), type(e).__name__, repr(e.msg), e.lineno, e.offset, e.end_lineno, e.end_offset)
    except Exception as e: print(repr(text), type(e).__name__, e)
