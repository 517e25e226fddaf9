"""Generators whose items are taken by builtins and by generators of the same code: what follows each `yield` is a trace of its own."""
import itertools
import sys
import traceback


def numbers(n):
    a = 1
    for i in range(n):
        a = (a * 1103515245 + 12345) & 0x7FFFFFFF
        if a & 3:
            yield a % 1000


class Tree:
    def __init__(self, left, value, right):
        self.left, self.value, self.right = left, value, right

    def walk(self):
        if self.left:
            for x in self.left.walk():
                yield x
        yield self.value
        if self.right:
            for x in self.right.walk():
                yield x

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right


def tree(depth, v=1):
    return Tree(tree(depth - 1, 2 * v) if depth else None, v, tree(depth - 1, 2 * v + 1) if depth else None)


def permutations(items):
    if not items:
        yield ()
    for i, x in enumerate(items):
        for rest in permutations(items[:i] + items[i + 1:]):
            yield (x,) + rest


def averages():
    total, n = 0, 0
    while True:
        x = yield (total / n if n else None)
        if x is None:
            return total
        total += x
        n += 1


def guarded(n):
    for i in range(n):
        try:
            yield i
        except KeyError as e:
            yield ("caught", e.args)
        finally:
            done.append(i)


def changing(values):
    total = 0
    for v in values:
        total = total + v
        yield total


def failing(n):
    for i in range(n):
        yield 100 // (n - 2 - i)


def stops(n):
    for i in range(n):
        if i == n - 1:
            raise StopIteration("inside")
        yield i


def reenter():
    for i in range(2000):
        if i == 1500:
            try:
                next(own)
            except ValueError as e:
                yield str(e)
        yield i


def frames(n):
    for i in range(n):
        square = i * i
        yield sys._getframe().f_lineno - sys._getframe().f_code.co_firstlineno
        yield square


def closure(n):
    count = 0

    def step():
        nonlocal count
        count += 1
        return count
    while count < n:
        yield step()


def handled(n):
    for i in range(n):
        try:
            raise KeyError(i)
        except KeyError:
            yield sys.exception().args
        yield sys.exception()


class Items:
    def __init__(self, items):
        self.items = items

    def __getitem__(self, i):
        return self.items[i]


def passed(values):
    for x in values:
        yield x


def main():
    for s in numbers(2000), Items(range(2000)), range(5), passed(passed("ab" * 800)), {1: 2}, ():
        print(len(sorted(passed(s))))
    print(sum(sorted(numbers(4000))), len(set(numbers(3000))), dict(zip(numbers(50), numbers(50))) == dict(zip(numbers(50), numbers(50))))
    print(sum(a * b for a, b in zip(numbers(3000), map(abs, numbers(3000)))))
    t = tree(9)
    print(sum(t.walk()), sum(t), list(t.walk()) == list(t), max(itertools.islice(t.walk(), 500)))
    print(sum(1 for p in permutations(list(range(6)))), list(permutations("abc")))
    g = averages()
    next(g)
    print([g.send(x) for x in range(1500)][-1])
    try:
        g.send(None)
    except StopIteration as e:
        print("total", e.value)
    g = guarded(3000)
    some = list(itertools.islice(g, 2000))
    print(len(some), g.throw(KeyError("k")), next(g), len(done))
    g.close()
    print(len(done), list(g))
    # Ints that become large, floats and strs.
    print(list(changing(list(range(1500)) + [2 ** 62] * 3 + [0.5] * 3))[-5:])
    try:
        list(changing(list(range(1500)) + ["x"]))
    except TypeError as e:
        print(type(e).__name__, e, [f.lineno - f.frame.f_code.co_firstlineno if hasattr(f, "frame") else f.name for f in traceback.extract_tb(e.__traceback__)])
    for f in failing, stops:
        try:
            print(list(f(2500))[-1])
        except Exception as e:
            print(type(e).__name__, e, [(x.name, x.line) for x in traceback.extract_tb(e.__traceback__)])
    global own
    own = reenter()
    print([x for x in own if isinstance(x, str)])
    print(sorted(set(itertools.islice(frames(3000), 0, None, 2))), list(frames(1200))[-1])
    g = frames(2000)
    list(itertools.islice(g, 1700))
    print(g.gi_frame.f_lineno - g.gi_code.co_firstlineno, sorted(g.gi_frame.f_locals.items()))
    print(list(closure(2000))[-1])
    print(list(handled(1000))[-2:])


def recursion():
    def down(n):
        if n:
            for x in down(n - 1):
                yield x + 1
        else:
            while True:
                yield 0
    g = down(60)
    print(sum(itertools.islice(g, 1000)))
    deep = None
    try:
        for n in itertools.count(100, 100):
            deep = down(n)
            next(deep)
    except RecursionError as e:
        print(type(e).__name__)


def traced():
    lines = []

    def tracer(frame, event, arg):
        if frame.f_code is numbers.__code__:
            lines.append(event)
            return tracer
    g = numbers(4000)
    list(itertools.islice(g, 2500))
    sys.settrace(tracer)
    next(g), next(g)
    sys.settrace(None)
    print(lines.count("call"), lines.count("return"), len(list(g)))


done = []
main()
recursion()
traced()
