import io, pickle
class C:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
class St:
    def __getstate__(self): return ("state", 1)
    def __setstate__(self, s): self.s = s
class Red:
    def __reduce__(self): return (dict, ([("a", 1)],))
class New:
    __slots__ = ("x",)
    def __new__(cls, *a): return super().__new__(cls)
    def __getnewargs__(self): return (1,)
data = [1, -5, 2**70, 1.5, "é", b"x", None, True, (1, 2), [3], {"k": {1}}, frozenset([1]), complex(1, 2), range(3), slice(1, 2), bytearray(b"q"), int, len, C(5), Ellipsis]
for proto in range(6):
    for v in data:
        if pickle.loads(pickle.dumps(v, proto)) != v: print("differs", proto, v)
print("round trips", pickle.dumps([1, "a", (2.5, None)], 4), pickle.loads(b"\x80\x04K\x05."), pickle.loads(pickle.dumps(St())).s, pickle.loads(pickle.dumps(Red())), type(pickle.loads(pickle.dumps(New(), 4))).__name__); r = []; r.append(r); q = pickle.loads(pickle.dumps(r)); print(q[0] is q); s = [1]; a, b = pickle.loads(pickle.dumps((s, s))); print(a is b)
import io; buf = io.BytesIO(); pickle.dump(1, buf); pickle.dump("two", buf); buf.seek(0); print(pickle.load(buf), pickle.load(buf))
for op in (lambda: pickle.dumps(lambda: 0), lambda: pickle.loads(b""), lambda: pickle.loads(b"\x80\x04."), lambda: pickle.loads(b"garbage"), lambda: pickle.dumps((x for x in [])), lambda: pickle.load(buf), lambda: pickle.dumps(1, 99)):
    try: print(op())
    except Exception as e: print(type(e).__name__, str(e)[:50].split(" at 0x")[0])
