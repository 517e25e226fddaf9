"""A file that only one statement uses is written out when the statement ends."""
import json
import os
import pickle
import tempfile

d = tempfile.mkdtemp()
p = os.path.join(d, "f")
open(p, "w").write("abc")
print(open(p).read())
open(p, "wb").write(b"12345")
print(os.path.getsize(p))
open(p, "a").writelines(["x\n", "y\n"])
print(open(p).read().splitlines())
json.dump([1, {"a": None}], open(p, "w"))
print(open(p).read())
pickle.dump((1, 2), open(p, "wb"))
print(pickle.load(open(p, "rb")))
print("to a file", file=open(p, "w"))
print(repr(open(p).read()))


def f(n):
    for i in range(n):
        open(p, "a").write(str(i))
        if os.path.getsize(p) == 0:
            return False
    return open(p).read()


print(f(3))
kept = []


def g():
    def open(*args):
        import io
        s = io.StringIO()
        kept.append(s)
        return s

    open("x").write("own")
    print(kept[0].getvalue())


g()
