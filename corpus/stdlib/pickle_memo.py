# What pickling remembers: many objects and few in turn, calls within calls, calls that fail, texts of all lengths.
import pickle
import zlib

def digest(b):
    return len(b), zlib.crc32(b)

small = {"a": ["b", "c"], "d": ("a", "b")}
large = [["text %d" % i, "text %d" % (i // 2), i] for i in range(3000)]
shared = ["once"] * 5 + [large[0]] * 3 + [("t", large[1])] * 2
before = pickle.dumps(small)
for data in small, large, shared, small, [], large[:200], small:
    for protocol in range(6):
        b = pickle.dumps(data, protocol)
        print(protocol, *digest(b), pickle.loads(b) == data, b == pickle.dumps(data, protocol))
print(pickle.dumps(small) == before)
back = pickle.loads(pickle.dumps(shared))
print(back[5] is back[7], back[8] is back[9], back[0] is back[4])

for n in 0, 1, 2, 254, 255, 256, 257, 70000:
    for text in "x" * n, "\xe9" * n, "\u20ac" * n:
        data = [text, text, "end"]
        print(n, *[digest(pickle.dumps(data, p)) for p in (2, 3, 4, 5)], pickle.loads(pickle.dumps(data)) == data)

class Nested:
    def __init__(self, depth):
        self.depth = depth
    def __reduce__(self):
        inner = pickle.dumps(["inner", self.depth] + ([Nested(self.depth - 1)] if self.depth else []))
        return bytes, (inner,)

def unpack(b):
    v = pickle.loads(b)
    return unpack(v) if isinstance(v, bytes) else [unpack(x) if isinstance(x, bytes) else x for x in v]

print(unpack(pickle.dumps(Nested(4))))

class Broken:
    def __reduce__(self):
        raise ValueError("no")

for i in range(3):
    try:
        pickle.dumps(["a", "b", "c" * i, Broken()])
    except ValueError as e:
        print(e)
    print(pickle.dumps(small) == before)

import io
f = io.BytesIO()
p = pickle.Pickler(f)
p.dump(large[:300])
n = f.tell()
p.dump(large[:300])
print(n, f.tell() - n)
p.clear_memo()
n = f.tell()
p.dump(large[:300])
print(f.tell() - n, len(p.memo.copy()))
for v in range(3):
    p.clear_memo()
    p.dump(["x", "y", "x"])
    print(sorted((i, str(o)) for i, o in p.memo.copy().values()))
p.fast = True
n = f.tell()
p.dump(["x", "x"])
print(f.getvalue()[n:])
