# The built-in functions.
print(abs(-3), abs(-2.5), abs(3 + 4j), all([1, 1]), any([0]), ascii("é'"), bin(5), bool([]), bytearray(2), bytes(2), callable(len), chr(65), complex(1, 2), dict(a=1), divmod(7, 2), enumerate, float("1"), format(5, "03d"), frozenset([1]), hash(5), hex(16), int("7"), isinstance(1, (str, int)), issubclass(bool, int), len("abc"), list("ab"), max(1, 2), min([3, 1]), oct(8), ord("a"), pow(2, 5), pow(2, 5, 7), range(2), repr("a"), round(2.567, 2), set([1]), slice(1), sorted([2, 1]), str(1), sum([1, 2]), tuple([1]), type(1), sep="|")
print(eval("1 + 2"), eval("x * y", {"x": 3, "y": 4}), exec("q = 5"), q, compile("1+1", "s", "eval").co_filename, eval(compile("2+2", "f", "eval")), eval(" 3 "), eval("[i for i in range(3)]"))
exec(compile("for i in range(2): print('exec', i)", "f", "exec")); exec(compile("40 + 2", "s", "single"))
print(isinstance([], list | dict), isinstance(1, int | None), isinstance(None, int | None), issubclass(int, int | str), isinstance(5, (int, (str, (list,)))))
class A:
    x = 1
    def __init__(self): self.y = 2
    def __dir__(self): return ["b", "a"]
a = A(); print(getattr(a, "x"), getattr(a, "zz", "default"), hasattr(a, "y"), hasattr(a, "n"), vars(a), dir(a)); setattr(a, "n", 3); delattr(a, "y"); print(vars(a), id(a) == id(a), type(a).__name__, A.__name__)
print("append" in dir([]), "__len__" in dir(str), sorted(n for n in dir(A) if not n.startswith("__")), "print" in dir(__builtins__), callable(A), callable(a))
print(*map(lambda p, q: p + q, [1, 2], [3, 4]), *filter(None, [0, 1]), *zip("ab", [1, 2]), *reversed([1, 2]), next(iter([9])), sep=";", end="<end>\n")
print(); print("a", "b", sep=""); print(1, 2, sep=None, end=None); print("flush", flush=True); import sys, io; buf = io.StringIO(); print("to buf", file=buf, end=""); print(repr(buf.getvalue()), file=sys.stdout)
print(round(1.5), round(2.5), round(-1.5), round(1.25, 1), round(12345, -2), round(1.0, 0), type(round(1.0)), type(round(1.0, 0)), round(True), sum([0.1] * 3), sum([1], 5), max("ab", "b", key=len), max([1, 5, 3], key=lambda v: -v), min({3: 1, 2: 5}), max(1, 2.0, True), max([], default=None), sorted("bca", reverse=True))
class R:
    def __round__(self, n=None): return f"round {n}"
    def __abs__(self): return "abs"
    def __divmod__(self, o): return ("divmod", o)
    def __rdivmod__(self, o): return ("rdivmod", o)
    def __index__(self): return 5
    def __hash__(self): return 12
    def __repr__(self): return "R()"
    def __reversed__(self): return iter("rev")
    def __pow__(self, e, m=None): return ("pow", e, m)
r = R(); print(round(r), round(r, 2), abs(r), divmod(r, 1), divmod(1, r), bin(r), hex(r), hash(r), ascii(r), list(reversed(r)), pow(r, 2), pow(r, 2, 3), r ** 4, chr(r) == "\x05", range(r), [0] * r, "abcdefg"[r], bytes(r), (1).__round__(), int(r), float(r), complex(r))
for text in """abs("a");abs();all(5);bin(1.5);bytes("a");chr(-1);chr(0x110000);chr("a");compile("1+", "f", "eval");compile("1", "f", "bad");delattr(a, "zz");divmod("a", 1);eval("1;2");eval(5);exec(5);format(1, 2);getattr(a, 5);getattr(a, "zz");hash([]);hex("a");input(1, 2);isinstance(1, 5);issubclass(1, int);issubclass(int, 5);iter(1);len(5);len(None);max(1);max([], [], key=5);min();next(1);ord("");ord("ab");ord(5);pow("a", 1);pow(2, 2.5, 3);round("a");round(1.5, "a");setattr(a, 5, 1);sorted(1);sum(["a"]);sum("ab", "");sum([[1]]);sum(5);vars(5);zip(5);__import__("nope_mod");type("A", 5, {});type("A", (), 5);type(1, 2);open("/nonexistent/file");print(1, sep=5);print(1, end=5);print(1, file=5);reversed(5);slice();int([]);float(None);bool(1, 2);str(1, 2);complex("x");frozenset(5);memoryview("a");super();object(1);property(1, 2, 3, 4, 5);staticmethod();ascii();callable();dir(1, 2);globals(1);id();enumerate();filter(1);map(1);locals(1)""".split(";"):
    try: print(text, "=", eval(text))
    except BaseException as e: print(text, "=", type(e).__name__ + ":", e)
print(__name__, __debug__, type(__builtins__).__name__, Ellipsis, NotImplemented, ..., type(None), type(...), type(NotImplemented), None.__class__.__name__)
