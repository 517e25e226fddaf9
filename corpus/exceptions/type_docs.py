import builtins, types, collections, itertools, io
for n in sorted(dir(builtins)):
    o = getattr(builtins, n)
    if isinstance(o, type):
        if issubclass(o, BaseException): print(n, repr(o.__doc__))
        else: assert '__doc__' in o.__dict__, n
for e in (ValueError("x"), KeyError(1), OSError(2, "no"), StopIteration(), ZeroDivisionError()):
    print(type(e).__name__, e, e.__doc__)
class Mine(ValueError): pass
class Own(Mine):
    "own text"
print(Mine.__doc__, Mine().__doc__, Own.__doc__, Own().__doc__)
hierarchy = object.__doc__
for o in ([], {}, (), set(), frozenset(), 1.5, 1j, True, range(3), slice(1), iter([]), iter({}), map(str, []), {}.keys(), memoryview(b""), zip(), enumerate([]),
          collections.deque(), collections.OrderedDict(), collections.defaultdict(), itertools.count(), io.StringIO(), io.BytesIO(), types.SimpleNamespace(),
          (i for i in ()), type(iter(())), types.ModuleType("m"), property(), classmethod(int), staticmethod(int), super(int, 1), int.__add__, [].append):
    assert o.__doc__ != hierarchy, type(o)
import pydoc
print(pydoc.plain(pydoc.render_doc([1, 2])).splitlines()[0], pydoc.plain(pydoc.render_doc({})).splitlines()[0])
