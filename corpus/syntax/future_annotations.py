# The text of annotations under `from __future__ import annotations` is what the compiler makes of the expression, not its source.
from __future__ import annotations
def f(a: int, *args: *Ts, b: 'x' = 3, **k: lambda: 1) -> lambda *a, b=2, **k: x: pass
print(f.__annotate__.__qualname__, f.__annotations__)
def g(
 a: lambda x, /, y=1, *z, w, **k: (x, y), b: f"a{x!r:>{w}}{{}}" f'{ {1:2} }', c: t"a{x  !r:>{w}}{y}{ {1}}", d: (yield_), e: not a and b or c, f: a if b else c if d else e, g: (a if b else c) if d else e,
 h: -x ** -y, i: (-x) ** y, j: a - (b - c), k: (a - b) - c, l: a ** b ** c, m: (a ** b) ** c, n: a < b < (c < d), o: {1: 2, **x}, p: {1, 2, *y}, q: [x for x in y if z if w], r: (x async for x in y), s: {k: v for k, v in z},
 t: f(x for x in y), u: f(a, *b, c=d, **e), v: a[1:2, ::3, ...], w: a[b], x: a[b, c], y: a[*b], z: a[(b,)], aa: (a, b), bb: (a,), cc: (), dd: 1 .real, ee: 1.0.real, ff: 1e999, gg: u'abc', hh: b'abc', ii: "it's", jj: 'a"b', nn: not (not a), oo: ~-+a, pp: (a or b) and c, qq: await_, ss: "a" "b", tt: a @ b // c % d << e >> f & g ^ h | i, uu: (a | b) & c, vv: a is not b, ww: a not in b, xx: 0xFFFFFFFFFFFFFFFFFFFFFFFFFFF, yy: 1_000j, zz: f"{x=}",
 a1: [*a, *b], a2: a.b.c, a3: (lambda: 1)(), a4: (a, *b), a5: lambda: (a, b), a6: {**a}, a7: "\ud800é\n", a8: f"\ud800é\n{x}'\"", a9: f"{x:{y}{z}a}" , b1: f"{'a' if x else 'b'}", b2: -1, b3: (-1).real, b4: f"{lambda_!s}", b5: x[lambda: 1], b6: x[a:b, c], b7: (await_).x, b8: not a == b, b9: (not a) == b, c1: a if (b, c) else d, c2: f'{(lambda x: 1)}', c4: 1j.real, c5: True.real, c6: lambda x: lambda y: 1,  c7: [x for x in (1 if a else 2)], c8: [x for x in a or b], c9: [(x, y) for x, y in z], d1: f(**(a or b)), d2: f(*(a or b)), d3: ((yield_)), d4: f"{x}" "{}" , d5: t"a{{b",d6: 123456789012345678901234567890.5, d7: inf, d8: 1e999j, d9: -1e999, e1: f((x for x in y), 1), e2: f((x for x in y), a=1), e3: lambda *, a: 1, e4: lambda *a: 1, e5: lambda **k: 1, e6: lambda a=1, /, b=2: 1
): pass
for k, v in g.__annotations__.items(): print(k, ascii(v))
class A:
    x: int = 3
    y: A.b
    if 1:
        z: list[A]

print(A.__annotations__, A.__dict__.get('__annotate_func__', 'no'), A.__annotate__)
m: 'q'
print(__annotations__)
