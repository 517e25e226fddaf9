# Exceptions, finally and with blocks in hot loops; tracebacks out of compiled code.
import traceback, sys
def parse(texts, n):
    good = bad = 0
    for i in range(n):
        try: good += int(texts[i % len(texts)])
        except ValueError: bad += 1
        except TypeError: bad += 100
    return good, bad
class CM:
    entered = exited = 0
    def __enter__(self): CM.entered += 1; return self
    def __exit__(self, t, v, tb): CM.exited += 1; return t is KeyError
def withs(n):
    t = 0
    for i in range(n):
        with CM() as c, CM():
            t += i
            if i % 50 == 0: raise KeyError(i)
            if i % 70 == 1: continue
            t += 1
    return t, CM.entered, CM.exited
def finals(n):
    t, order = 0, []
    for i in range(n):
        try:
            if i % 3 == 0: continue
            if i == n - 1: break
            t += i
        finally: t += 1000; order.append(i) if i > n - 3 else None
    return t, order
def nested(n):
    out = 0
    for i in range(n):
        try:
            try:
                if i % 10 == 0: raise ValueError(i)
                if i % 10 == 1: {}[i]
                if i % 10 == 2: [][i]
                out += 1
            except ValueError as e: raise RuntimeError("wrapped") from e
            except KeyError as e: out += e.args[0] % 7
            else: out += 2
            finally: out += 3
        except RuntimeError as e: out += e.__cause__.args[0] % 5 + (e.__context__ is e.__cause__)
        except IndexError: out += 11
    return out
def deep(i, d): return deep(i, d - 1) + 1 if d else 100 // (i % 40)
def through(n):
    ok = failed = 0
    for i in range(n):
        try: ok += deep(i, 6)
        except ZeroDivisionError as e:
            failed += 1
            last = e
    return ok, failed, [(f.name, f.lineno) for f in traceback.extract_tb(last.__traceback__)]
print(parse(["1", "x", "22", None, "3.5"], 1000), withs(500), finals(600), nested(1000), through(400))
def frames(n):
    names = set()
    def inner(i):
        if i == 444: f = sys._getframe(); names.add((f.f_code.co_name, f.f_back.f_code.co_name, f.f_back.f_locals["i"], f.f_back.f_locals["t"], f.f_lineno - f.f_code.co_firstlineno)); return 0.5
        return 1
    t = 0
    for i in range(n): t += inner(i)
    return t, names
print(frames(600)); print(sorted(frames.__code__.co_varnames))
def locals_inside(n):
    a = 0
    for i in range(n):
        a += i
        if i == 350: snapshot = dict(locals())
    return snapshot["a"], snapshot["i"]
def raise_in_comparison(n):
    class Bad:
        def __init__(self, i): self.i = i
        def __lt__(self, o):
            if self.i == 300: raise ArithmeticError(self.i)
            return self.i < o
    c = 0
    for i in range(n):
        try: c += Bad(i) < 200
        except ArithmeticError as e: c += 1000
    return c
def unbound(n):
    for i in range(n):
        if i == 250:
            try: print(late)
            except UnboundLocalError as e: print(e)
        if i == 300: late = 1
        if i > 300: late += 1
    del late
    try: late
    except UnboundLocalError as e: return str(e)
print(locals_inside(400), raise_in_comparison(500), unbound(400))
def stop_in_loop(n):
    it, t = iter(range(n)), 0
    while True:
        try: t += next(it)
        except StopIteration: return t
def assertions(n):
    bad = 0
    for i in range(n):
        try: assert i % 100, f"at {i}"
        except AssertionError as e: bad += len(str(e))
    return bad
def groups(n):
    t = 0
    for i in range(n):
        try:
            if i % 20 == 0: raise ExceptionGroup("g", [ValueError(i), TypeError(i)])
        except* ValueError as g: t += g.exceptions[0].args[0]
        except* TypeError as g: t += 1
    return t
print(stop_in_loop(700), assertions(500), groups(400))
def fail(n):
    total = 0
    for i in range(n):
        total += 10 // (n - 100 - i)
    return total
print("last"); sys.stdout.flush()
fail(600)
