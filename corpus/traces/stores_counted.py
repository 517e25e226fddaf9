"""Stores, deletions, getters and instances that are part of a trace: its loop calls nothing that could change everything, or nothing at all.

Another Python writes no dump, and there is nothing to check then."""
import pathlib
import subprocess
import sys
import tempfile

ANYTHING, CALLS = "writes=0xffffffff", " call "
PROGRAMS = {
    "unpacking": (ANYTHING, """
class P: pass
def pair(i): return i, i + 1
def f(n):
    p = P()
    p.x = p.y = t = 0
    for i in range(n):
        row = i, (1, [2, 3])
        a, (b, [c, d]) = row
        t += a + b + c + d
        p.x, p.y = pair(i)
        a, *b, c = i, i, i
        t += len(b) + p.y
    return t
"""),
    "swaps of items": (CALLS, """
def f(n):
    l = [3, 1, 2]
    for i in range(n):
        j = i & 1
        l[j], l[j + 1] = l[j + 1], l[j]
    return l
"""),
    "setters": (CALLS, """
class A:
    def __init__(self): self._x = 0
    @property
    def x(self): return self._x
    @x.setter
    def x(self, v): self._x = v
def f(n):
    a = A()
    for i in range(n):
        a.x = a.x + i
        a.x += 1
    return a.x
"""),
    "__setitem__": (CALLS, """
class A:
    def __init__(self): self.v = [0, 0]
    def __setitem__(self, k, v): self.v[k] = v
def f(n):
    a = A()
    for i in range(n): a[i & 1] = i
    return a.v
"""),
    "attributes of functions": (ANYTHING, """
def g(): pass
g.n = 0
def f(n):
    for i in range(n): g.n += i
    return g.n
"""),
    "deleting": (ANYTHING, """
class A: pass
def f(n):
    d, l, a = {}, [], A()
    for i in range(n):
        d[i] = i
        l.append(i)
        a.x = i
        del d[i], l[0], a.x
    return len(d), len(l), vars(a)
"""),
    "getters": (ANYTHING, """
class A:
    '''doc'''
def f(n):
    a, t = A(), 0
    for i in range(n): t += len(type(a).__name__) + len(f.__name__) + getattr(a, 'missing', 2) + hasattr(a, 'missing')
    return t
"""),
    "metaclasses": (CALLS, """
class M(type): pass
class A(metaclass=M):
    def __init__(self, x): self.x = x
def f(n):
    t = 0
    for i in range(n): t += A(i).x
    return t
"""),
    "__new__": (CALLS, """
class A:
    def __new__(cls, x):
        o = object.__new__(cls)
        o.x = x
        return o
class P(tuple):
    __slots__ = ()
    def __new__(cls, a, b): return tuple.__new__(cls, (a, b))
def f(n):
    t = 0
    for i in range(n): t += A(i).x + (P(i, 1) is not None)
    return t
"""),
    "pop": (CALLS, """
def f(n):
    l = list(range(n + 5))
    for i in range(n): t = l.pop()
    return t
"""),
    "names compared": (CALLS, """
def f(n):
    t, names = 0, ['push', 'pop', 'add', 'push']
    for i in range(n):
        op = names[i & 3]
        if op == 'add': t += 1
        elif op == 'push': t += 2
    return t
"""),
}
for name, (unwanted, text) in PROGRAMS.items():
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run([sys.executable, "-Xjit-threshold=20", "-Xtrace-dump=" + folder, "-c", text + "print(f(20000))"], capture_output=True, text=True)
        print(name, run.stdout.strip(), run.stderr.strip())
        texts = [p.read_text() for p in pathlib.Path(folder).glob("trace-*.txt")]
        loops = [t.partition("== machine code")[2].partition("\n    loop ")[2] for t in texts if "loop in f" in t.partition("\n")[0]]
        if sys.implementation.name == "dxpy" and not any(loops): print("  no trace")
        for t in loops:
            for line in t.partition("== snapshots")[0].splitlines():
                if unwanted in line: print("  calls:", line[:90])
