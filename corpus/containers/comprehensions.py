print([x * x for x in range(6)], [x for x in range(20) if x % 3 == 0 if x % 2], [(x, y) for x in range(3) for y in "ab"], [[j for j in range(i)] for i in range(4)], [x if x % 2 else -x for x in range(5)])
print({x: x ** 2 for x in range(4)}, {k: v for k, v in [("a", 1), ("b", 2)] if v > 1}, {x % 3 for x in range(10)}, list(x + y for x in "ab" for y in "cd"), sum(x for x in range(10)), tuple(i for i in (1, 2)))
x = "outer"; print([x for x in range(3)], x, [y := i for i in range(3)], y, {(z := n) for n in (1,)}, z)
fs = [lambda: i for i in range(3)]; print([f() for f in fs]); fs = [lambda i=i: i for i in range(3)]; print([f() for f in fs]); print([lambda: j for j in [7]][0]())
def f(n):
    k = 10
    return [k + a for a in range(n) if a != k], {a: [k * b for b in range(a)] for a in range(3)}, (lambda: [k + q for q in range(2)])(), [(lambda: w + k)() for w in range(2)]
print(*f(3))
class C:
    items = [1, 2, 3]; n = 10
    doubled = [i * 2 for i in items]
    try: bad = [i * n for i in items]
    except NameError as e: bad = str(e)
    nested = [[i for i in range(3)] for _ in range(2)]
print(C.doubled, C.bad, C.nested)
matrix = [[1, 2, 3], [4, 5, 6]]
print([[row[i] for row in matrix] for i in range(3)], [c for row in matrix for c in row], [*zip(*matrix)], [a + b for a, b in zip(*matrix)], {(i, j): v for i, row in enumerate(matrix) for j, v in enumerate(row)})
g = (n * n for n in range(5)); print(next(g), next(g), list(g), list(g), type(g).__name__)
print([a for a, *b in [(1, 2, 3), (4,)]], [b for a, *b in [(1, 2, 3), (4,)]], [(a, b) for (a, b), c in [((1, 2), 3)]], ["".join(p) for p in zip("ab", "cd")], [s.strip() for s in " a , b ".split(",")])
primes = [n for n in range(2, 50) if all(n % d for d in range(2, int(n ** .5) + 1))]; print(primes, [next((d for d in range(2, n + 1) if n % d == 0), None) for n in range(2, 12)])
def side(v, log=[]): log.append(v); return log
print([side(v)[-1] for v in (1, 2)], len(side(0)), any(side(q) and False for q in range(3)), side(9)[-4:])
try: [1 / v for v in (1, 0)]
except ZeroDivisionError as e: print("error", e)
try: [undefined for _ in range(1)]
except NameError as e: print(e)
def it():
    print("iterating"); yield from (1, 2)
gen = (print("body", v) or v for v in it()); print("made"); print(list(gen))
try: bad = (v for v in 5)
except TypeError as e: print(e)
print([locals().get("a_local", sorted(locals())) for a_local in (1,)], eval("[e for e in range(2)]"), [(yield_, r) for yield_, r in [(1, 2)]], [[] for _ in range(2)], [x for x in [1, 2, 3] if (lambda v: v > 1)(x)], [*(i for i in range(2)), 5], dict((k, 1) for k in "ab"), [i for i in range(3) for i in range(i)])
