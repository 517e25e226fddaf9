import collections, enum
log = []
class L:
    def __init__(self, n): self.n = n
    def __eq__(self, o): log.append(("eq", self.n, o)); return self.n == o
class V: one, two = L(1), L(2)
match 2:
    case V.one: print("one")
    case V.two: print("two", log)
def guard(x): print("guard", x); return x > 2
for v in (1, 2, 3):
    match v:
        case x if guard(x): print("passed", x)
        case x: print("fallback", x)
print(x)
match [1, [2, 3]]:
    case [a, [b, 99]]: print("no")
    case [a, [b, c]]: print(a, b, c)
match (1, 2), 3:
    case (p, q), r: print(p, q, r)
match 1, 2:
    case 1, *z: print(z)
class Seq(collections.abc.Sequence):
    def __getitem__(self, i): log.append(i); return [10, 20, 30][i]
    def __len__(self): return 3
log.clear()
match Seq():
    case [a, *b]: print(a, b, log)
match collections.deque([1, 2]):
    case [a, b]: print("deque", a, b)
match "ab":
    case [a, b]: print("no")
    case _: print("str is no sequence")
d = collections.defaultdict(list, {"a": 1})
match d:
    case {"missing": v}: print("no")
    case {"a": v, **rest}: print(v, rest, dict(d), type(rest).__name__)
match collections.OrderedDict(x=1):
    case {"x": 1}: print("ordered")
class Bad: __match_args__ = "notatuple"
class Bad2: __match_args__ = (1,)
class NoArgs: pass
class Miss: __match_args__ = ("absent",)
for f in ("Bad()", "Bad2()", "NoArgs()"):
    o = eval(f)
    try:
        match o:
            case Bad(1) | Bad2(1) | NoArgs(1): print("?")
    except TypeError as e: print(e)
match Miss():
    case Miss(1): print("no")
    case Miss(): print("absent attribute does not match")
try:
    match 5:
        case int(1, 2): pass
except TypeError as e: print(e)
try:
    match 5:
        case V(one=1): pass
        case len(): pass
except TypeError as e: print(e)
try:
    class Dup:
        __match_args__ = ("a", "a")
        a = 1
    match Dup():
        case Dup(1, 1): print("dup")
except TypeError as e: print(e)
class Meta(type):
    def __instancecheck__(cls, o): return o == "inst"
class Virtual(metaclass=Meta): pass
match "inst":
    case Virtual(): print("virtual")
for v in (True, 1, 1.0, "x", [1], (1, 2), {"a": 1}, {1, 2}, b"b", frozenset([1])):
    match v:
        case bool(b): print("bool", b)
        case int(i): print("int", i)
        case float(f): print("float", f)
        case str(s): print("str", s)
        case list(l): print("list", l)
        case tuple(t): print("tuple", t)
        case dict(dd): print("dict", dd)
        case set(s) | frozenset(s): print("set", s)
        case bytes(bb): print("bytes", bb)
match = 5; case = match + 1; type = "soft"; _ = "underscore"; print(match, case, type, _)
match match:
    case case: print("bound", case)
match (match, case):
    case [5, 5]: print("both")
print(match [0] if False else "ok")
match [match][0] if isinstance(match, list) else match:
    case _: print("wildcard leaves", _)
match -match, *[case]:
    case [int(), *_]: print("starred subject")
match = [match]; match[0]; match [0] = 6; print(match); match = lambda *a: a
match (1, 2); print(match (3)); match = 5
def f(x):
    match x:
        case [1, y] | [y, 1]: return y
        case {"a": y} | {"b": y}: return y
        case (str() | int()) as y: return ("as", y)
        case [(1 | 2) as first, *_, last]: return first, last
        case [[[deep]]]: return deep
        case {"x": None, "y": True, "z": -1.5}: return "consts"
        case {"l": [], **kw}: return kw
for v in ([1, 5], [6, 1], {"a": 7}, {"b": 8}, "s", [2, 0, 0, 3], [[["d"]]], {"x": None, "y": True, "z": -1.5}, {"l": [], "m": 2}, 2.5): print(f(v))
class E(enum.Enum): A = 1; B = 2
def en(e):
    match e:
        case E.A: return "A"
        case E.B: return "B"
print(en(E.A), en(E.B), en(1))
for bad in ("match 1:\n case x: pass\n case 2: pass", "match 1:\n case [x, x]: pass", "match 1:\n case x | 1: pass", "match 1:\n case 1 | x: pass", "match 1:\n case {**rest, 'a': 1}: pass", "match 1:\n case [*a, *b]: pass", "match 1:\n case {'a': 1, 'a': 2}: pass", "match 1:\n case f(a=1, a=2): pass", "match 1:\n case f(a=1, 2): pass", "match 1:\n case 1 + 2: pass", "match 1:\n case -x: pass", "match 1:\n case {x: 1}: pass", "match 1:\n case f'a': pass", "match 1:\n case {**_}: pass", "match 1:\n case x.y(): pass\n case _ as x: pass", "match 1:\n case 1 as _: pass", "match 1:\n case 1 as x.y: pass", "match 1:\n pass", "match 1:\ncase 2: pass", "match x:\n case _: pass\n case 1: pass"):
    try: compile(bad, "m", "exec"); print("ok")
    except SyntaxError as e: print(e.__class__.__name__, e.msg, e.lineno, e.offset)
