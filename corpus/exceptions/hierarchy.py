import builtins
def tree(c, depth=0):
    print("  " * depth + c.__name__)
    for s in sorted((s for s in c.__subclasses__() if getattr(builtins, s.__name__, None) is s), key=lambda s: s.__name__): tree(s, depth + 1)
tree(BaseException)
cases = [ValueError(), ValueError("a"), ValueError("a", 1), KeyError("k"), KeyError(), KeyError(1, 2), OSError(), OSError(1), OSError(2, "msg"), OSError(2, "msg", "f"), OSError(17, "m", "a", None, "b"), OSError(13, "p"), OSError(32, "x"), StopIteration(5), StopIteration(), SystemExit(3), SystemExit(), SystemExit("m"), ImportError("m", name="n", path="p"), ModuleNotFoundError("z"), AttributeError("a", name="n", obj=5), NameError("n", name="q"), UnicodeDecodeError("utf-8", b"abc", 0, 1, "why"), UnicodeEncodeError("ascii", "é", 0, 1, "r"), UnicodeTranslateError("abc", 0, 2, "r"), SyntaxError("m"), SyntaxError("m", ("f", 1, 2, "text")), SyntaxError("m", ("f", 1, 2, "t", 1, 5)), StopAsyncIteration(1), AssertionError("x"), GeneratorExit(), KeyboardInterrupt("k"), BaseException(1, 2), RecursionError("r"), MemoryError(), BufferError("b"), EOFError(), Warning("w"), UserWarning("u"), ExceptionGroup("g", [ValueError(1)]), BaseExceptionGroup("bg", [KeyboardInterrupt()]), BaseExceptionGroup("bg", [ValueError()])]
attrs = "args value code errno strerror filename filename2 name path obj encoding object start end reason msg lineno offset text end_lineno end_offset print_file_and_line message exceptions name_from".split()
for e in cases:
    print(type(e).__name__, repr(e), "|", str(e), "|", {a: getattr(e, a) for a in attrs if hasattr(e, a)})
e = ValueError("x"); e.add_note("n1"); e.add_note("n2"); e.custom = 5; print(e.__notes__, e.__dict__, e.__traceback__, e.__context__, e.__cause__, e.__suppress_context__)
for code in ("e.add_note(5)", "e.args = 5", "e.__traceback__ = 5", "e.__cause__ = 5", "e.__context__ = 'x'", "del e.args", "ValueError(x=1)", "KeyError(k=1)", "ImportError(bad=1)", "UnicodeDecodeError(1)", "UnicodeDecodeError('a', 'b', 0, 1, 'c')", "AttributeError(bad=1)", "ExceptionGroup()", "ExceptionGroup('x', [])", "ExceptionGroup('x', 5)", "ExceptionGroup(5, [ValueError()])", "ExceptionGroup('x', [5])", "ExceptionGroup('x', [KeyboardInterrupt()])", "e.__suppress_context__ = 5", "e.with_traceback(5)", "BaseException.__new__(int)", "OSError(1, 2, 3, 4, 5, 6)", "SyntaxError('m', 5)", "SyntaxError('m', (1,))", "StopIteration(x=1)"):
    try: exec(code); print("ok", code)
    except Exception as x: print(code, "->", type(x).__name__ + ":", x)
class Custom(Exception):
    def __init__(self, a, b=2): self.a, self.b = a, b
class Str(Exception):
    def __str__(self): return "custom str"
class Multi(KeyError, AttributeError): pass
print(repr(Custom(1)), Custom(1).args, str(Custom(1, 3)), repr(Str("x")), str(Str("x")), repr(Multi("m")), isinstance(Multi(), LookupError), Exception("a") == Exception("a"), {type(OSError(n, "")).__name__ for n in (1, 13)} == {"PermissionError"}, sorted({type(OSError(n, "")).__name__ for n in range(1, 120)}))
e.args = (1, 2); print(e, e.args, [*e.args]); e.args = [3]; print(e.args); import pickle, copy; c = copy.copy(Custom(1, 5)); print(c.args, c.__dict__); p = pickle.loads(pickle.dumps(OSError(2, "m", "f"))); print(repr(p), p.filename)
