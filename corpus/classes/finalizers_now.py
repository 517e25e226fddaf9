"""Objects that a statement makes and drops are finalized behind it: files are written out, `__del__` has run."""
import os
import tempfile

path = os.path.join(tempfile.mkdtemp(), "file")


def size():
    return os.path.getsize(path)


class A:
    def __init__(self, n):
        self.n = n

    def __del__(self):
        print("del", self.n)

    def method(self):
        return 5


open(path, "w").write("hello")
print(size())
A(1).method()
print("after 1")
A(2)
print("after 2")
a = A(3)
a = None
print("after 3")
for i in range(3):
    open(path, "wb").write(b"x" * (i + 7))
    print(size(), open(path).read())


def in_function(n):
    open(path, "w").write("y" * n)
    print(size())
    A(n).method()
    print("method", n)
    A(-n)
    print("dropped", n)
    b = A(n * 2)
    b = 0
    print("bound anew", n)


in_function(4)
in_function(5)
with open(path, "w") as f:
    f.write("closed")
print(size())
f = open(path, "w")
f.write("more text")
del f
print(size())
print("text", file=open(path, "w"))
print(size())
