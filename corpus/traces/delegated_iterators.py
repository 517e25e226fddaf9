"""`yield from` builtin iterators, `next` of them with and without something else, division by zero, and lists compared, in traces."""
def given(n):
    yield from range(n)
    yield from [n, n + 1]
    yield from (n, "t")
    yield from "abc"
    yield from b"xy"
    yield from {n: 1, n + 1: 2}
    yield from {n: 1}.items()
    yield from {7}
    yield from enumerate("pq")
    yield from zip(range(2), "rs")
    yield from reversed([1, 2])
    yield from map(str, range(2))
    r = yield from iter(())
    yield r
def twice(n): yield from given(n); yield from [*given(1)][:3]
def flat(x):
    for e in x:
        if isinstance(e, list): yield from flat(e)
        else: yield e
class Tree:
    def __init__(self, v, l=(), r=()): self.v, self.l, self.r = v, l, r
    def __iter__(self):
        yield from self.l
        yield self.v
        yield from self.r
def tree(lo, hi):
    if lo >= hi: return ()
    m = (lo + hi) // 2
    return Tree(m, tree(lo, m), tree(m + 1, hi))
def one(n):
    for _ in range(n): out = list(twice(3))
    return out
def sums(n):
    t = 0
    for x in numbers(n): t += x
    for x in chunks([[1, 2], (3, 4), range(5), {9}]*n): t += x
    return t
def numbers(n): yield from range(n)
def chunks(l):
    for c in l: yield from c
def sends(n):
    out = []
    def g():
        try: yield from [1, 2, 3]
        except AttributeError as e: yield str(e)
        try: yield from range(5)
        except KeyError as e: yield repr(e)
    for i in range(n):
        x = g(); a = [next(x), x.send(None)]
        if i % 3 == 0: a.append(x.send(4))
        if i % 3 == 1: a += [next(x), next(x), x.throw(KeyError(i))]
        if i % 5 == 0: x.close()
        a += list(x)
        out.append(a)
    return out[-3:], len(out)
def shared(n):
    it = iter(range(n))
    def g():
        yield from it
        yield "end"
    t = 0
    for x in g():
        if x == "end": break
        t += x + next(it, 0) * 2
    return t, next(it, None), list(g())
def grown(n):
    l = [1]
    def g(): yield from l
    t = 0
    for x in g():
        t += x
        if len(l) < n: l.append(x + 1)
    return t, len(l)
def changed(n):
    out = []
    for i in range(n):
        d = {1: 1, 2: 2}
        def g(): yield from d
        try:
            for k in g():
                if i % 4 == 3: d[k + 5] = 1
        except RuntimeError as e: out.append(str(e))
    return len(out), out[-1]
def walrus(n):
    it, t = iter(list(range(n))), 0
    while (x := next(it, None)) is not None: t += x
    e = enumerate("ab" * n)
    while (p := next(e, None)): t += p[0] + len(p[1])
    z = zip(range(n), [1.5] * n)
    while True:
        try: a, b = next(z)
        except StopIteration: break
        t += a * b
    return t, next(it, "x"), next(e, 0), next(iter({}), "none")
def firsts(n):
    t = 0
    for i in range(n):
        t += next(iter([i, 2])) + next(iter({}), 5) + next(iter((i,)), 0) + len(next(iter("ab" if i & 1 else ""), "abc"))
    return t
def divide(n):
    c = [0] * 8
    for i in range(n):
        for k, d in enumerate((i % 3, (i % 4) * 1.0, i % 5 == 0)):
            try: c[k] += 10 // d
            except ZeroDivisionError: c[k] -= 1
            try: c[k] += 7.5 % d
            except ZeroDivisionError: c[k] -= 1
            try: c[k] += i / d
            except ArithmeticError: c[k] -= 1
        try: c[7] += divmod(i, i % 2)[0]
        except ZeroDivisionError: c[7] += 1
        try: c[6] += (1 << 70) // (i % 2)
        except ZeroDivisionError: c[6] -= 1
        try:
            try: i % (i & 1)
            except ValueError: c[5] += 100
        except ZeroDivisionError: c[5] += 1
    return [round(x, 6) for x in c]
def texts(n):
    out = set()
    for i in range(n):
        for a, b in ((1, 0), (1.5, 0), (1, 0.0), (True, False), (1, -0.0)):
            try: a // b
            except ZeroDivisionError as e: out.add(str(e))
            try: a % b
            except ZeroDivisionError as e: out.add(str(e))
            try: a / b
            except ZeroDivisionError as e: out.add(str(e))
    return sorted(out)
def through(n):
    def f(a, b): return a // b
    t = 0
    for i in range(n):
        try: t += f(i, i % 3)
        except ZeroDivisionError: t -= 1
    return t
class E:
    def __init__(self, l): self.l = l
    def __eq__(self, o): self.l.clear(); return False
def lists(n):
    t = 0
    nan = float("nan")
    pairs = [([1, 2, 3], [1, 2, 3]), ([1, 2], [1, 2, 3]), ([1, 2.0, True], [1.0, 2, 1]), ([nan], [nan]), ([0.0], [-0.0]), ([1, "a"], [1, "b"]), ([2**70], [2**70]), ([3], [2]), ([1.5, 2], [1.5, 1])]
    for i in range(n):
        for a, b in pairs:
            t = t * 3 + (a == b) + (a != b) * 2 + (a < b if a[0] == a[0] else 0) * 4 + (a >= b if a[0] == a[0] else 0) * 8 & 0xFFFFFF
        l = [1]; l.append(E(l)); m = [1, 5]
        t += (l == m) + 2 * (l < m) + len(l)
    return t
for r in range(2):
    print(one(60), sums(300), list(flat([1, [2, [3, [4]], 5], [[6]]] * 2)), sum(tree(0, 200)), [*tree(0, 9)])
    print(sends(90), shared(300), grown(200), changed(60), walrus(300), firsts(300))
    print(divide(200), texts(60), through(300), lists(60))
