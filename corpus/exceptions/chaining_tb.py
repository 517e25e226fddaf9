# Tracebacks as printed by the traceback module and as objects.
import traceback, sys
def a(x): return b(x + 1)
def b(x):
    if x > 1:
        raise ValueError(f"bad {x}")
    return x
class K:
    def m(self, n): return a(n) + [i for i in [n]][0]
try: K().m(5)
except ValueError as e:
    traceback.print_exc(file=sys.stdout)
    tb = e.__traceback__; frames = []
    while tb: frames.append((tb.tb_frame.f_code.co_name, tb.tb_lineno, tb.tb_frame.f_lineno)); tb = tb.tb_next
    print(frames, [f.name for f in traceback.extract_tb(e.__traceback__)], traceback.format_exception_only(e))
def chain():
    try: {}["missing"]
    except KeyError as e:
        try: int("nope")
        except ValueError as v: raise RuntimeError("chained") from v
try: chain()
except RuntimeError as e: traceback.print_exception(e, file=sys.stdout)
try:
    try: a(1)
    finally: undefined_thing
except NameError: traceback.print_exc(file=sys.stdout, limit=1)
try: raise ExceptionGroup("eg", [ValueError(1), ExceptionGroup("in", [TypeError("t"), KeyError("k")])])
except ExceptionGroup: traceback.print_exc(file=sys.stdout)
e = ValueError("noted"); e.add_note("first note"); e.add_note("second\nline"); traceback.print_exception(e, file=sys.stdout)
def rec(n): return rec(n - 1) if n else 1 / 0
try: rec(10)
except ZeroDivisionError: traceback.print_exc(file=sys.stdout)
code = "x = 1\ny = x +\n"
try: compile(code, "given.py", "exec")
except SyntaxError as e: traceback.print_exception(e, file=sys.stdout); print(e.lineno, e.offset, e.text, e.end_lineno, e.end_offset, e.filename, e.msg)
try: eval("1 + (2 * undefined_a)", {})
except NameError: traceback.print_exc(file=sys.stdout)
x = [1, 2]; d = {"k": {"j": None}}
for expr in ("x[0] + x[5]", "d['k']['j']['z']", "x.foo(1, 2)", "(1 + 2) / (3 - 3)", "len(5) + 1", "f'{undefined_b}'", "d['k'].nope", "a(1)(2)", "x[1](3)", "-d", "x @ d", "lambda: undefined_c", "K().m", "K().mm(1)", "[1/0 for _ in x]", "sys.nope", "sys.exi", "printt(1)", "x.appendd(1)"):
    try: exec(compile(f"r = {expr}", "expr.py", "exec")); print("ok", expr)
    except Exception as e: print(expr, "->", "".join(traceback.format_exception_only(e)).strip())
st = traceback.extract_stack(); print(st[-1].name, st[-1].lineno, st[-1].line, len(st)); te = traceback.TracebackException.from_exception(KeyError("k")); print(te.exc_type_str, str(te), list(te.format_exception_only()))
def frame_info(): f = sys._getframe(); return f.f_code.co_name, f.f_lineno, f.f_back.f_code.co_name, sorted(f.f_locals), f.f_globals is globals()
print(frame_info(), sys._getframe().f_code.co_name, sys._getframe(0).f_back)
try: raise KeyError("tb").with_traceback(None)
except KeyError as k: print(k.__traceback__.tb_lineno, k.__traceback__.tb_next)
import types; t = types.TracebackType(None, sys._getframe(), 0, 7); print(t.tb_lineno)
