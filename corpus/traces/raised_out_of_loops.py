"""Exceptions that leave hot loops: for a handler around the loop, or for the function's caller. What the handler finds is what the loop left, and
the way out is part of the loop's traces (another Python says nothing about traces, and there is nothing to check then)."""
import subprocess
import sys


class Stop(Exception):
    def __init__(self, value): self.value = value


class Machine:
    def __init__(self, text): self.text, self.at, self.stack = text, 0, []
    def push(self): self.stack.append(self.at)
    def add(self): self.stack.append(self.stack.pop() + 1)
    def twice(self): self.stack[-1] *= 2
    def stop(self): raise Stop(self.stack.pop())
    def drop(self): self.stack.pop()
    dispatch = {"p": push, "a": add, "t": twice, "s": stop, "d": drop}
    def run(self):
        dispatch, text = self.dispatch, self.text
        try:
            while True:
                c = text[self.at]
                self.at += 1
                dispatch[c](self)
        except Stop as s:
            return s.value, c
        except IndexError as e:
            return self.at, len(self.stack), lines(e)


def lines(e):
    out, tb = [], e.__traceback__
    while tb:
        out.append(tb.tb_lineno - tb.tb_frame.f_code.co_firstlineno)
        tb = tb.tb_next
    return out


def machines():
    texts = ["pat" * 7 + "s", "ppaatts", "p" * 12 + "d" * 11 + "s", "pa" * 9, "pdd", "ts"]
    seen = {}
    for i in range(600):
        r = Machine(texts[i * i % 7 % 6]).run()
        seen[r if len(r) == 2 else (r[0], r[1], *r[2])] = i
    print(seen)


def looked_up(d, keys, k):
    total = n = 0
    try:
        for key in keys:
            total += d[key] * k
            n += 1
    except KeyError as e:
        return total, n, key, e.args, lines(e)
    else:
        total += 1000
    finally:
        total += 1
    return total, n


def operations():
    d = {i: i + 0.5 for i in range(40)}
    seen = {}
    for i in range(400):
        keys = list(range(i % 30, i % 30 + 12 + i % 3))
        r = looked_up(d, keys, i % 2)
        seen[len(r)] = seen.get(len(r), 0) + r[0] + r[1]
    print(seen, r, looked_up(d, [5, 6, 99, 7], 1))


def first_bad(items):
    for i, x in enumerate(items):
        y = int(x)
        if y < 0: raise ValueError("negative", i)
    return y


def through():
    t, seen = 0, set()
    for i in range(300):
        items = ["1", "2", "3"] * 6
        if i % 4: items[i % 18] = "-5" if i % 4 == 1 else "x"
        try:
            t += first_bad(items)
        except ValueError as e:
            t += e.args[1] if len(e.args) == 2 else 100
            f = e.__traceback__.tb_next.tb_frame
            seen.add((f.f_lineno - f.f_code.co_firstlineno, *lines(e)[1:]))
            if f.f_locals["i"] != i % 18 or f.f_locals["x"] != items[i % 18]: print("other variables", f.f_locals)
    print(t, sorted(seen))


def between():
    out = []
    for k in range(150):
        n = 0
        try:
            for i in range(12 + k % 5):
                try:
                    for j in range(20):
                        n += j
                        if j * 3 == i + 30: raise LookupError(j)
                        if j == 15 and i == 13: {}[j]
                except KeyError: n += 10000
                n += 1
        except LookupError as e:
            n = (n, i, j, e.args, type(e.__context__).__name__)
        out.append(n)
    print(out[-5:], len(set(out)))


def handled(k):
    try:
        try:
            for i in range(30):
                if i == k: 1 / (i - k)
        except ZeroDivisionError as e:
            for j in range(30):
                if j == k: raise TypeError(j)
    except TypeError as e:
        return e.args[0], type(e.__context__).__name__, sys.exception() is e
    return sys.exception()


class Held:
    left = 0
    def __enter__(self): return self
    def __exit__(self, t, e, tb): Held.left += t is not None; return t is OverflowError


def held(n, k):
    with Held():
        i = 0
        while True:
            i += 1
            if i == n: raise OverflowError if k else StopIteration
    return i


def steps(n):
    i = 0
    while True:
        i += 1
        if i > n: raise Stop(i)
        if i % 5 == 0: yield i


def others():
    print([handled(k % 33) for k in range(150)][-5:])
    t = 0
    for k in range(200):
        try: t += held(20 + k % 3, k % 4)
        except StopIteration as e: t += len(lines(e))
    print(t, Held.left)
    for k in range(60):
        out = []
        try:
            for x in steps(30): out.append(x)
        except Stop as s: out.append(s.value)
    print(out)


PROGRAM = """
class Stop(Exception): pass
def stop(l): raise Stop
def run(text):
    i, l = 0, []
    try:
        while True:
            i += 1
            d[text[i]](l)
    except Stop: return len(l), i
d = {"a": lambda l: l.append(1), "b": lambda l: l.append(2), "s": stop}
for i in range(3000): run("ab" * 20 + "s")
print(run("abbabs"))
"""
for part in machines, operations, through, between, others:
    part()
run = subprocess.run([sys.executable, "-Xwhy-slow", "-Xjit-stats", "-Xjit-threshold=40", "-c", PROGRAM], capture_output=True, text=True)
print(run.stdout.strip())
if sys.implementation.name == "dxpy":
    if "jit: recordings" not in run.stderr: print("no traces")
    for line in run.stderr.splitlines():
        if "in run: exit" in line and "an exception left it" in line: print(line)
