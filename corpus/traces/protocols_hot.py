# Loops over objects whose `__iter__` and `__next__` are in Python, in traces: ends of all kinds, what raises in them, and ways out of their middle.
class Count:
    def __init__(self, n): self.n = n; self.i = 0
    def __iter__(self): return self
    def __next__(self):
        if self.i >= self.n: raise StopIteration
        self.i += 1
        return self.i
class Made(Count):
    def __next__(self):
        if self.i >= self.n: raise StopIteration(self.i)
        self.i += 1
        return self.i if self.i % 7 else self.i + .5
class Own(StopIteration): pass
class Through(Count):
    def __init__(self, items): self.it = iter(items)
    def __next__(self): return next(self.it)
class Caught(Count):
    def __next__(self):
        try:
            return [10, 20, 30][self.step()]
        except IndexError:
            raise StopIteration from None
    def step(self): self.i += 1; return self.i - 1
class Failing(Count):
    def __next__(self):
        self.i += 1
        if self.i > self.n: raise (Own if self.n % 2 else ValueError)(self.i)
        return self.i
class Tree:
    def __init__(self, v, *kids): self.v = v; self.kids = kids
    def __iter__(self):
        yield self.v
        for k in self.kids: yield from k
class Linked:
    def __init__(self, *items): self.items = list(items)
    def __iter__(self): return iter(self.items)
class Wrong:
    def __init__(self, k): self.k = k
    def __iter__(self): return 5 if self.k % 50 == 49 else iter((1, 2))
def pull(n):
    for x in Count(n): yield x * 2
def loops():
    t = 0; out = []
    tree = Tree(1, Tree(2, Tree(3)), Tree(4))
    for i in range(300):
        for x in Count(i % 5): t += x
        for x in Made(i % 12): t += x
        else: t += 1
        for x in Through(range(i % 4)): t += x
        for x in Caught(3): t += x
        try:
            for x in Failing(i % 6): t += x
        except ValueError as e: t += e.args[0]
        for x in tree: t += x
        for x in Linked(i, 2, 3):
            if x == 200: break
            t += x
        try:
            for x in Wrong(i): t += x
        except TypeError as e: out.append(str(e))
        for x in pull(i % 3): t += x
        if i == 200: Count.__next__ = Made.__next__
    return t, out
print(loops())
def long():
    t = 0
    for x in Count(2000): t += x
    for x in Made(2000):
        t += x
        if x > 1500: break
    for x in Through([1, 2.5, "s", None] * 300):
        t += x if type(x) is int else 1
    c = Count(500)
    for x in c:
        for y in c:
            t += x * y
            if y % 9 == 0: break
    for x in Tree(0, *[Tree(k) for k in range(500)]): t += x
    for x in pull(700): t += x
    return t
print(long())
Count.__next__ = lambda self: setattr(self, "i", self.i + 1) or (self.i if self.i <= self.n else next(iter(())))
print(long())
def nested():
    t = 0
    for i in range(300):
        try:
            for x in Count(4):
                if x == i % 9: raise KeyError(x)
                try: t += next(Count(x % 2))
                except StopIteration: t += 100
        except KeyError as e: t += e.args[0]
        try:
            for x in Failing(3): t += x
        except StopIteration as e: t += 1000
    return t
print(nested())
def handled():
    import sys
    t = 0
    for i in range(300):
        try: int("x")
        except ValueError:
            for x in Count(3): t += x
            t += sys.exception() is not None
        t += sys.exception() is None
    return t
print(handled())
