# f-strings: nesting, conversions, format specs, debug, escapes.
name, n, pi, items = "World", 42, 3.14159, [1, 2, 3]
print(f"Hello {name}!", f"{n}", f"{n:>6}|{n:<6}|{n:^6}|{n:06d}|{n:x}|{n:#b}", f"{pi:.2f} {pi:10.3f}", f"{name!r} {name!s} {'é'!a}", f"{name!r:>10}")
print(f"{n=} {n = } {name=!s} {pi=:.2f} {items=} {n + 1=} { n =}", f"{'nested ' + f'{n} {f"{pi:.1f}"}'}", f"{{literal}} {{{n}}}")
width, prec = 12, 3
print(f"{pi:{width}.{prec}f}|{name:*^{width}}|{n:{'>'}{width}}|{pi:{'.2f' if n else ''}}")
print(f"{items[0]} {items[-1]} {items[::2]} {len(items)} { {'a': 1}['a'] } {(lambda x: x * 2)(5)} {n if n > 10 else 0} {[x * x for x in items]} {name.upper()} {'a' 'b'}")
print(f'{name["x" == "y"]}', f"{'\n'.join(['a', 'b'])}", f"{"quotes " + "reused"}", f"""{
    n  # a comment
    + 1
}""", f"{n:{'d'}}", rf"\d{n}\n", fr"{name}\t", F"{n}", f"a" "b" f"{n}", f"\x41\u00e9{n}\N{BULLET}")
print(f"{n!r:^{width}}", f"{'':>5}|", f"{None} {True} {b'x'} {...}", f"{n:,} {10**9:_}", f"{1e10:g}", f"{{}}", f"{n}{n}{n}", f"")
def show(*args, **kw): return f"{args} {kw}"
print(f"{show(1, *items, key='v', **{'z': 2})}", f"{(x := 5)} {x}", f"{x:=5}" if False else "", f"{3!s:>3}", f"{n != 41} {n == 42} {n >= 1} {n <= 1}")
class P:
    def __init__(self, x): self.x = x
    def __str__(self): return f"P({self.x})"
    def __repr__(self): return f"<P {self.x!r}>"
    def __format__(self, spec): return f"P[{spec}]"
p = P("q")
print(f"{p} {p!s} {p!r} {p:abc} {p!r:>10} {p.x} {p=} {p=!s} {p=:spec}")
print(f"{'a' if n else 'b'}", f"{yield_ if (yield_ := 3) else 0}", f"{ {1, 2} & {2} }", f"{-n} {+n} {~n} {not n}", f"{n**2} {n//5} {n%5}", f"{[*items, 4]}")
def gen():
    got = f"start {(yield 1)} end"
    yield got
g = gen(); next(g); print(g.send("sent"))
print(f"{'%s %d' % ('a', 1)}", f"{'{}'.format(5)}", f"{'{'} {'}'}", f"{'#'}", f"{"}"}", f"{n:{"{"}>5}" if True else "")
try:
    f"{undefined_name}"
except NameError as e:
    print(e)
try:
    f"{n:bad}"
except ValueError as e:
    print(e)
multi = (f"first {n} "
         f"second {pi:.1f} "
         "third {n}")
print(multi, f"{multi!r:.10}", f"{'abc':.2}", f"{'abc':5.1}|", f"{'x':ñ^5}")
import datetime
print(f"{datetime.date(2024, 5, 17):%Y/%m/%d} {datetime.date(2024, 5, 17)!r}")
