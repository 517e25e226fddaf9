# Stars everywhere.
def f(*args, **kwargs): return args, kwargs
print(f(*[1, 2], 3, *"ab", k=1, **{"z": 2}, **dict(y=3)), f(*(), **{}), f(**{"a b": 1}), f(*range(3), *{"k": 1}))
a, *b, c = range(6); print(a, b, c); *a, = "xyz"; print(a); [x, *y], *z = [[1, 2, 3], 4, 5]; print(x, y, z); (a, b), *c = "pq", 1; print(a, b, c); a, b, *c = 1, 2; print(c)
print([*[1], *(2,), *{3}, *{4: 0}, *"5"], (*[1], 2), {*[1, 1], 2}, {**{"a": 1}, **{"b": 2}, "a": 3}, [*map(str, range(3))])
for first, *rest in ([1, 2, 3], "ab", (9,)): print(first, rest)
def g(): return 1, *[2, 3]
def h(): yield 1, *"ab"
print(g(), next(h()), (*g(),), [*g(), *g()])
class O: pass
o = O(); o.x, o.y, *o.rest = range(5); d = {}; d["a"], *d["b"] = "xyz"; lst = [0] * 3; lst[0], lst[1:] = 9, [8, 7, 6]; print(o.__dict__, d, lst)
def kw(a, b=2, *args, c, d=4, **kwargs): return a, b, args, c, d, kwargs
print(kw(1, c=3), kw(1, 2, 3, 4, c=5, e=6), kw(*[1], **{"c": 1}), kw(c=1, a=2), kw(*"ab", "c", c=1, **{"d": 2, "e": 3}))
def po(a, b, /, c, *, d): return a, b, c, d
print(po(1, 2, 3, d=4), po(1, 2, c=3, d=4)); 
def pk(a, /, **kw): return a, kw
print(pk(1, a=2))
for op in (lambda: kw(), lambda: kw(1), lambda: kw(1, c=1, a=2), lambda: po(1, 2), lambda: po(1, b=2, c=3, d=4), lambda: po(1, 2, 3, 4), lambda: f(*5), lambda: f(**5), lambda: f(**{1: 2}), lambda: kw(1, c=1, **{"c": 2}), lambda: f(a=1, **{"a": 2}), lambda: po(1, 2, 3, d=4, e=5), lambda: g(1), lambda: g(x=1), lambda: po(), lambda: [*5], lambda: {**[1]}, lambda: print(*1), lambda: f(*[1], *None), lambda: po(1, 2, 3), lambda: kw(b=1, c=2)):
    try: print(op())
    except TypeError as e: print("TypeError:", str(e).replace("<lambda>", "lambda"))
x, y = y, x = 1, 2; print(x, y); print(*[1, 2], *"ab", sep="-", end="!\n"); print(*{"a": 1}.items(), *[[]])
(a, b), (c, (d, *e)) = [1, 2], [3, (4, 5, 6)]; print(a, b, c, d, e); a = b = c = []; print(a is c); i = 1; i += 2; i -= 1; i *= 6; i //= 2; i **= 2; i %= 7; i <<= 4; i >>= 1; i |= 3; i &= 6; i ^= 15; i /= 2; print(i)
def star_annotated(*args: *tuple[int, ...], k: int = 1) -> str: return "ok"
print(star_annotated(1), tuple[*tuple[int, str]], [*"ab"][::-1], *(n for n in range(2)))
