# Annotations under `with` in a class; patterns of classes with private names; which flag of several bases counts.
import collections, collections.abc
class S:
    def __enter__(self): pass
    def __exit__(self, *args): return True
class C:
    with S():
        a: "with"
        if False: b: int
        raise Exception
        c: str
print(C.__annotations__)
class P: pass
class Q:
    def f(self, x):
        match x:
            case P(__attr=y): return y
p = P()
setattr(p, "__attr", "plain"); setattr(p, "_Q__attr", "mangled")
print(Q().f(p))
def kind(x):
    match x:
        case {}: return "map"
        case [*_]: return "seq"
class M3(collections.UserDict, list): pass
class M4(dict, collections.abc.Sequence): pass
class S3(collections.UserList, dict): pass
class Late: pass
collections.abc.Sequence.register(Late)
print(kind(M3()), kind(M4()), kind(S3()), kind(Late()))
class Slots(property):
    __slots__ = ("foo", "__doc__")
print(Slots(doc="given").__doc__)
class NoDoc(property):
    __slots__ = ()
print(NoDoc(doc="given").__doc__)
def getter():
    "doc"
try:
    NoDoc(getter)
except AttributeError as e:
    print(e)
class H: __slots__ = ["b", "a"]
class I: __slots__ = ["a", "b"]
class L(H): __slots__ = ["e"]
class M(I): __slots__ = ["e"]
class N(I): __slots__ = ["__weakref__"]
for a, b in ((H, I), (L, M), (N, I)):
    x = a()
    try:
        x.__class__ = b
        print("ok")
    except TypeError as e:
        print(e)
f = lambda: 0
f.__annotate__ = lambda x: 42
try:
    f.__annotations__
except TypeError as e:
    print(e)
