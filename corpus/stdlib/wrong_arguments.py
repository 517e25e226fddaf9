# Messages of builtins that are given something of the wrong kind.
import array, bisect, collections, copy, decimal, re, sys


def told(f, *a):
    try:
        print(type(f(*a)).__name__)
    except Exception as e:
        print(type(e).__name__, e)


class Mapping(dict):
    def __getitem__(self, i):
        return i


class Text(str):
    pass


told(sys.intern, 1)
told(sys.intern, Text("a"))
for s in {}, {1: 2}, set(), {1}, Mapping(), None, collections.Counter(), collections.deque(), (1,), "ab":
    told(bisect.bisect, s, "b" if s == "ab" else 1)
    told(bisect.insort, s, 1)
    told(bisect.bisect_left, s, 1, 0, 0)


def add(a, b):
    a += b


def times(a, b):
    a *= b


for x in collections.deque([1]), [1], 1:
    told(add, array.array("i"), x)
for x in (1, 2), "ab", [1]:
    told(times, decimal.Decimal(2), x)
    told(times, 1.5, x)
    told(times, decimal, x)
    told(lambda: decimal.Decimal(2) * x)
for x in {}, [], (), 1, None:
    told(re.sub, "a", x, "xa")
    told(re.compile("a").subn, x, "xa")
for x in collections.deque([1]), range(2), {}, [1]:
    told(lambda: "c" % x)
    told(lambda: b"c" % x)
view = memoryview(b"ab")
told(copy.copy, view)
told(copy.deepcopy, view)
told(view.__reduce_ex__, 4)
print(hasattr(view, "__contains__"), 97 in view, 99 in view)
for s in Text("abc"), Text("\xe9"), "\xe9":
    told(iter, s)
    print(list(iter(s)))
