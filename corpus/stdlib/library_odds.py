# Small differences that packages' and CPython's own tests showed.
import zlib, json, csv, io, array, struct, copy, pickle, collections, decimal, inspect, collections.abc

# What is left after a limit comes as a whole, whatever the size of the steps.
data = bytes((i * 7 + i // 13) % 251 for i in range(19000)) * 10
for size in 1, 1000, 1 << 33:
    d = zlib.decompressobj()
    first = d.decompress(zlib.compress(data, 1), 1)
    rest = d.flush(size)
    print(len(first), len(rest), rest == data[1:], d.eof)

# Nothing but skipped keys.
print(json.dumps({b'x': 1}, skipkeys=True, indent=4), json.dumps({b'x': 1, 'y': [{}, []]}, skipkeys=True, indent=1))
for text in ('"\\u0041', '"\\ud834', '"\\ud834\\udd1e', '{"a": "\\u0041', '"\\u004'):
    try:
        json.loads(text)
    except json.JSONDecodeError as e:
        print(text, e)

for q in (csv.QUOTE_NONNUMERIC, csv.QUOTE_STRINGS, csv.QUOTE_NOTNULL):
    print(list(csv.reader([',3,"5",7.3, 9', ',,"",'], quoting=q)))
for row in ([''], ['', ''], [None], [None, '']):
    for q in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE, csv.QUOTE_STRINGS):
        out = io.StringIO()
        try:
            csv.writer(out, delimiter=' ', skipinitialspace=True, quoting=q).writerow(row)
            print(row, q, repr(out.getvalue()))
        except csv.Error as e:
            print(row, q, e)

a = array.array('i', [3, 1, 2])
print(isinstance(a, collections.abc.MutableSequence))
it = iter(a)
next(it)
print(list(pickle.loads(pickle.dumps(it))), list(copy.copy(it)), it.__reduce__()[1:])
list(it)
print(it.__reduce__()[1])
class Index:
    def __index__(self):
        a.clear()
        return 0
try:
    a[1] = Index()
except IndexError as e:
    print(e)
make = array._array_reconstructor
print(make(array.array, 'l', 1, b'\x80\x7f'), make(array.array, 'L', 3, b'\x80\x00\x7f\xff'), make(array.array, 'q', 5, b'\xff\xfe'),
      make(array.array, 'd', 15, struct.pack('>2f', 1.5, -0.0)))
try:
    make(array.array, 'd', 15, b'abc')
except ValueError as e:
    print(e)

for f in ('9223372036854775808b', '9223372036854775807?s', '4611686018427387903b4611686018427387903H', '9223372036854775807b1b'):
    try:
        print(struct.calcsize(f))
    except struct.error as e:
        print(e)
try:
    struct.pack_into('<I', bytearray(10), 9223372036854775807, 1)
except struct.error as e:
    print(e)

class D(collections.deque):
    __slots__ = ('x', '__dict__')
class O(collections.OrderedDict):
    pass
d = D('ab', 5)
d.x, d.y = ['x'], 'y'
o = O(a=1)
o.z = ['z']
for f in copy.deepcopy, lambda v: pickle.loads(pickle.dumps(v)):
    n, m = f(d), f(o)
    print(n, n.x, n.y, m, m.z)
print(copy.copy(o).z)

D = decimal.Decimal
with decimal.localcontext(prec=9):
    print(D('111111111111').logical_and(D('11111')), D('1').logical_or(D('101111111111')), D('100000000001').logical_invert())
try:
    int('0' * 5000)
except ValueError as e:
    print(e)

def f(x):
    import os as module
    return len(x) + data.count(module.sep) + undefined_name.attribute
print({k: sorted(v) for k, v in inspect.getclosurevars(f)._asdict().items()})
