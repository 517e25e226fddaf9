def show(e, depth=0):
    print("  " * depth + repr(e))
    for s in getattr(e, "exceptions", ()): show(s, depth + 1)
g = ExceptionGroup("top", [ValueError("v1"), ExceptionGroup("sub", [TypeError("t"), ValueError("v2")]), KeyError("k")])
show(g); print(g.message, len(g.exceptions), str(g), g.args)
m, r = g.split(ValueError); show(m); show(r); show(g.subgroup(lambda e: "t" in str(e))); print(g.subgroup(OSError), g.split((ValueError, TypeError, KeyError))[1])
def run(exc):
    try:
        try: raise exc
        except* ValueError as e: print("values", [str(x) for x in e.exceptions], e.message)
        except* (TypeError, KeyError) as e: print("type/key", len(e.exceptions))
        else: print("else")
        finally: print("finally")
    except BaseException as rest: print("left", repr(rest))
run(g); run(ExceptionGroup("a", [OSError(1, "x"), ValueError(2)])); run(ValueError("naked")); run(ExceptionGroup("only", [ZeroDivisionError()])); run(BaseExceptionGroup("b", [KeyboardInterrupt(), ValueError(3)]))
try:
    try: pass
    except* ValueError: print("no")
    else: print("else ran")
finally: print("done")
def raising():
    try: raise ExceptionGroup("orig", [ValueError(1), TypeError(2)])
    except* ValueError as e: raise KeyError("new") from e
    except* TypeError as e: raise
try: raising()
except BaseException as e: show(e); print([repr(x.__cause__) for x in e.exceptions], repr(e.__context__))
def single():
    try: raise ValueError("one")
    except* ValueError as e: raise OSError("raised inside")
try: single()
except BaseException as e: show(e)
for bad in ("try: raise ValueError\nexcept* ExceptionGroup: pass", "try: raise ValueError\nexcept* 5: pass", "try: pass\nexcept* ValueError: pass\nexcept TypeError: pass", "try: pass\nexcept*: pass", "for x in [1]:\n try: pass\n except* ValueError: break", "def f():\n try: pass\n except* ValueError: return"):
    try: exec(bad); print("ok")
    except BaseException as e: print(type(e).__name__ + ":", e)
class MyG(ExceptionGroup):
    def __new__(cls, msg, excs, code): o = super().__new__(cls, msg, excs); o.code = code; return o
    def derive(self, excs): return MyG(self.message, excs, self.code)
x = MyG("mine", [ValueError(1), TypeError(2)], 7); a, b = x.split(ValueError); print(repr(a), a.code, type(b).__name__, b.code)
e = ExceptionGroup("notes", [ValueError(1)]); e.add_note("hello"); s = e.subgroup(ValueError); print(s.__notes__, s is e)
n = 0
for i in range(3):
    try: raise ExceptionGroup("loop", [ValueError(i)])
    except* ValueError as eg: n += eg.exceptions[0].args[0]
print(n)
try: eg
except NameError as e: print(e)
print(BaseExceptionGroup("x", [ValueError()]).__class__.__name__, isinstance(g, Exception), ExceptionGroup.__mro__[1].__name__, g.derive([OSError()]))
def order():
    try: raise ExceptionGroup("g", [KeyError("a"), KeyError("b")])
    except* LookupError as e: return_value = [str(x) for x in e.exceptions]
    return return_value
print(order())
try:
    try: raise ExceptionGroup("multi", [ValueError("v"), TypeError("t")])
    except* ValueError: raise ZeroDivisionError("z")
    except* TypeError: 1 / 0
except ExceptionGroup as e: show(e)
