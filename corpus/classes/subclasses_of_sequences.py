import json, collections
class Both(collections.UserList, list): pass
class It(list):
    def __iter__(self): return iter(["from iter"])
class T(tuple):
    def __iter__(self): return iter(["tuple iter"])
class D(dict):
    def items(self): return [("k", "from items")]
class DI(dict):
    def __iter__(self): return iter(["a"])
    def keys(self): return ["z"]
    def __getitem__(self, k): return "got " + str(k)
b = Both(["x", 1]); i = It([1, 2]); t = T((1, 2)); d = D(a=1); e = DI(b=2)
for indent in None, 1:
    for o in b, i, t, d, e, [b, {"q": i}]:
        try: print(json.dumps(o, indent=indent, sort_keys=True))
        except Exception as x: print(type(x), x)
print(json.JSONEncoder(separators=(",", ":")).encode(b), list(json.JSONEncoder().iterencode([i, d])))
def tryit(f):
    try: print(f())
    except Exception as x: print(type(x).__name__, x)
for f in (lambda: ",".join(It(["1", "2"])), lambda: ",".join(T(("1", "2"))), lambda: b",".join(It([b"1"])), lambda: [*i], lambda: (*t,), lambda: list(i), lambda: tuple(t), lambda: tuple(i), lambda: set(i),
          lambda: sorted(i), lambda: [0] + i, lambda: [0].__iadd__(i), lambda: (lambda *a: a)(*i), lambda: (lambda *a: a)(*t), lambda: [1, 2, 3].extend(i), lambda: max(i), lambda: sum([[1], i], []),
          lambda: dict(d), lambda: dict(e), lambda: {**d}, lambda: {**e}, lambda: (lambda **k: k)(**e), lambda: (lambda **k: k)(**d), lambda: {}.__ior__(e), lambda: {} | e, lambda: dict.fromkeys(i), lambda: dict.fromkeys(e),
          lambda: "%s" % t, lambda: "%s %s" % T((1, 2)), lambda: "%(b)s" % e, lambda: "{b}".format_map(e), lambda: frozenset(t), lambda: bytes(It([1])), lambda: bytearray(It([1])), lambda: collections.deque(i), lambda: collections.Counter(i),
          lambda: collections.OrderedDict(e), lambda: list(zip(i)), lambda: list(map(str, i)), lambda: list(enumerate(i)), lambda: any(i), lambda: list(reversed(i)), lambda: i == [1, 2], lambda: str(i), lambda: i.copy(), lambda: i * 2, lambda: i[:],
          lambda: isinstance(1, T((str,))), lambda: "a".startswith(T(("b",))), lambda: __import__("struct").pack("2B", *i), lambda: __import__("itertools").chain.from_iterable([i]).__next__(),
          lambda: [1, 2, 3].__setitem__(slice(0, 1), i), lambda: (lambda l: (l.__setitem__(slice(0, 1), i), l))([7, 8]), lambda: (lambda l: (l.extend(i), l))([7]), lambda: (lambda l: (l.extend(t), l))([7]),
          lambda: (lambda s: (s.update(i), s))({1}), lambda: {1, "from iter"}.difference(i), lambda: {1}.union(t), lambda: __import__("os").path.join(*It(["a"])), lambda: type("X", T((object,)), {}), lambda: print(*i), lambda: divmod(*T((7, 2)))):
    tryit(f)
class M(type):
    def __getattribute__(cls, n): return object.__getattribute__(cls, n)
class P(metaclass=type):
    inherited = 1
class Q(P, metaclass=M):
    own = 2
    def method(self): pass
    prop = property(lambda s: 5)
    static = staticmethod(len)
for n in "own", "method", "prop", "static", "inherited", "__name__", "__mro__", "missing", "__doc__", "__module__", "mro":
    try: print(n, type(getattr(Q, n)).__name__)
    except AttributeError as x: print(n, x)
try: object.__setattr__(Q, "new", 1); print(Q.__dict__["new"])
except Exception as x: print(type(x), x)
try: object.__delattr__(Q, "own")
except Exception as x: print(type(x), x)
print(object.__getattribute__(P, "inherited"))
for c, n in (int, "__name__"), (int, "real"):
    try: print(object.__getattribute__(c, n))
    except AttributeError as x: print(x)
