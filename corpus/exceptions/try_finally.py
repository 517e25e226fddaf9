# The order of except, else and finally, and what leaves them.
def f(kind):
    log = []
    try:
        log.append("try")
        if kind == "raise": raise ValueError("v")
        if kind == "other": raise KeyError("k")
        if kind == "return": return log
        log.append("end")
    except ValueError as e: log.append(f"except {e}")
    except (KeyError, IndexError): log.append("key")
    else: log.append("else")
    finally: log.append("finally")
    return log
for k in ("none", "raise", "other", "return"): print(k, f(k))
def override(n):
    try:
        if n == 1: return "try"
        if n == 2: raise ValueError
        for i in range(3):
            try:
                if i == 1: continue
                if i == 2: break
            finally: print("inner finally", i)
        return "end"
    except ValueError: return "except"
    finally: print("finally", n)
print(override(0), override(1), override(2))
def loop():
    out = []
    for i in range(5):
        try:
            if i == 1: continue
            if i == 3: break
            out.append(i)
        finally: out.append(f"f{i}")
    else: out.append("else")
    return out
print(loop())
def nested():
    try:
        try: raise ValueError("inner")
        finally: print("cleanup 1")
    except ValueError as e:
        print("caught", e)
        try: raise TypeError("second") from e
        except TypeError as t: print(t, repr(t.__cause__), t.__suppress_context__)
        finally: print("cleanup 2")
    try: e
    except NameError as n: print(n)
nested()
def value_kept():
    x = 1
    try: return x
    finally: x = 2
print(value_kept())
def gen():
    try:
        yield 1
        yield 2
    finally: print("generator closed")
g = gen(); next(g); g.close()
kept = gen()
for v in kept: break
else: pass
kept.close()
def reraise():
    try:
        try: 1 / 0
        except ZeroDivisionError:
            print("log")
            raise
    except ArithmeticError as e: return repr(e), e.__traceback__.tb_lineno
print(reraise())
try: raise
except RuntimeError as e: print(e)
class Ctx(Exception): pass
try:
    try: raise Ctx("first")
    finally: raise Ctx("second")
except Ctx as e: print(e, repr(e.__context__), e.__cause__)
try:
    try: raise KeyError("a")
    except KeyError as k: raise ValueError("b") from None
except ValueError as e: print(repr(e.__context__), e.__cause__, e.__suppress_context__)
for bad in (5, "str", None, int, object()):
    try: raise bad
    except TypeError as e: print(e)
try: raise ValueError from 5
except TypeError as e: print(e)
try: raise ValueError("x") from KeyError
except ValueError as e: print(repr(e.__cause__))
try:
    try: raise ValueError
    except 5: pass
except TypeError as e: print(e)
def matcher():
    print("evaluated"); return ValueError
try: raise KeyError("k")
except matcher(): print("no")
except KeyError: print("yes")
try: int("x")
except ValueError, TypeError: print("tuple without parentheses")
import sys
try: raise OSError(2, "gone", "file.txt")
except OSError as e: print(sys.exc_info()[0], sys.exception() is e, e.errno, e.strerror, e.filename, type(e).__name__, e)
print(sys.exc_info(), sys.exception())
while True:
    try: break
    finally: print("broke")
def deep(n):
    try:
        if n: deep(n - 1)
        else: raise RuntimeError("bottom")
    finally: print(n, end=" ")
try: deep(5)
except RuntimeError as e: print(e)
def swallow():
    for i in range(3):
        try: raise ValueError(i)
        except ValueError as e:
            if e.args[0] == 2: return e.args
print(swallow())
