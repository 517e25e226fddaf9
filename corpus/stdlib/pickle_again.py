# loads, again and again: what one call read is not seen by the next, nor kept alive by it.
import gc
import pickle
import sys
import weakref


class Node:
    def __init__(self, *children):
        self.children = list(children)

class Nested:
    """Reads another pickle while it is read."""
    def __init__(self, inner): self.inner = inner
    def __getstate__(self): return pickle.dumps(self.inner)
    def __setstate__(self, s): self.inner = pickle.loads(s)

class Fails:
    def __reduce__(self): return int, ("not a number",)

big = {f"key {i}": [i] * (i % 20) for i in range(200)}
nested = Nested([1, Nested({"a": Nested((2, big))})])
for protocol in range(6):
    data = pickle.dumps(big, protocol)
    print(protocol, pickle.loads(data) == big, pickle.loads(pickle.dumps(nested, protocol)).inner[1].inner["a"].inner[1] == big)
    try:
        pickle.loads(pickle.dumps([1, 2, Fails()], protocol))
    except ValueError as e:
        print(e)
    for bad in (b"", b"(", b"h\x05.", b"\x80\x04\x94.", data[:-1], b"K\x01K\x02e.", b"(K\x01K\x02K\x03u."):
        try:
            print(pickle.loads(bad))
        except (pickle.UnpicklingError, EOFError, IndexError) as e:
            print(type(e).__name__)
    print(pickle.loads(pickle.dumps((1, "two", 3.0), protocol)))

refs = []
def read(data):
    refs.append(weakref.ref(pickle.loads(data)))
def deep(n):
    return deep(n - 1) if n else [0] * 20
data = pickle.dumps(Node(Node(), Node(Node())))
for i in range(5):
    read(data)
deep(30)
gc.collect()
print([r() for r in refs])

# Sizes are those of dicts and lists that grew item by item.
for n in (0, 1, 4, 5, 6, 10, 11, 21, 22, 42, 43, 85, 86, 1000, 1001, 2500):
    d, l = pickle.loads(pickle.dumps(({str(i): i for i in range(n)}, list(range(n)))))
    print(n, len(d), len(l), list(d)[-1:], sum(l), d == {str(i): i for i in range(n)})
    d["another"] = 1
    l.append(1)
    print(len(d), len(l))
shared = ["s"]
x = pickle.loads(pickle.dumps([shared, {"a": shared, "b": (shared, shared)}]))
print(x[0] is x[1]["a"] is x[1]["b"][0] is x[1]["b"][1])
u = pickle.Unpickler
import io
f = io.BytesIO(pickle.dumps([1, 2]) + pickle.dumps({"k": "v"}) + pickle.dumps("end"))
p = u(f)
print(p.load(), p.load(), p.load())
