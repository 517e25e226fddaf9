"""Objects of many classes at one place: what asks for the class of an object, or a class's cache or getter, needs no bridge for each of them.

Another Python writes no dump, and there is nothing to check then."""
import pathlib
import subprocess
import sys
import tempfile

MADE = """
class Meta(type):
    def __instancecheck__(cls, o): return o is not None
class S(metaclass=Meta): pass
from abc import ABC
class D(ABC): pass
A = [type('A%d' % i, (), {'v': i}) for i in range(12)] + [type('B%d' % i, (D,), {}) for i in range(12)]
objects = [c() for c in A] * 20
getmro = type.__dict__['__mro__'].__get__
getdict = type.__dict__['__dict__'].__get__
"""
# What follows in the loop: objects are asked, instead of a bridge for each class, where much is repeated behind each.
REST = "            t = (t * 3 + i) & 0xFFFF\n" * 70
PROGRAMS = {
    "type of": """
def f(n):
    t, last = 0, None
    for i in range(n):
        for x in objects:
            c = type(x)
            if c is last: t += 1
            last = c
    return t
""",
    "instances by their metaclass": """
def f(n):
    t = 0
    for i in range(n):
        for x in objects: t += isinstance(x, S)
    return t
""",
    "instances of abstract classes": """
def f(n):
    t = 0
    for i in range(n):
        for x in objects: t += isinstance(x, D)
    return t
""",
    "getters of classes": """
def f(n):
    t = 0
    for i in range(n):
        for x in objects:
            t += len(getmro(type(x)))
            if 'v' in getdict(type(x)): t += 1
    return t
""",
    "instances of classes": """
class Z: pass
def f(n):
    t = 0
    for i in range(n):
        for x in objects:
            t += isinstance(x, D) + 2 * isinstance(x, (str, int, Z))
REST
    return t
""",
    "attributes of classes and instances": """
class P: __slots__ = ('args', 'parent'); kind = 'p'
objects = [type('P%d' % i, (P,), {})() for i in range(24)] * 10
for i, o in enumerate(objects): o.args = i; o.parent = None
def f(n):
    t = 0
    for i in range(n):
        for x in objects:
            t += x.args + len(x.kind) + (x.parent is None)
REST
    return t
""",
    "methods and properties of many classes": """
class P:
    def __init__(self, k): self.k = k
    def value(self): return self.k
    twice = property(lambda self: self.k * 2)
objects = [type('P%d' % i, (P,), {})(i) for i in range(24)] * 10
def f(n):
    t = 0
    for i in range(n):
        for x in objects:
            t += x.value() + x.twice
REST
    return t
""",
    "stores in objects of many classes, their truth": """
class P:
    def __init__(self, k): self.k = k; self.other = None
objects = [type('P%d' % i, (P,), {})(i) for i in range(24)] * 10
def f(n):
    t = 0
    for i in range(n):
        for x in objects:
            x.k = i
            if x: t += 1
            x.other = x
REST
    return t, sum(x.k + (x.other is x) for x in objects)
""",
}
for name, text in PROGRAMS.items():
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run([sys.executable, "-Xjit-threshold=40", "-Xtrace-dump=" + folder, "-c", MADE + text.replace("REST", REST) + "print(f(100))"], capture_output=True, text=True)
        print(name, run.stdout.strip(), run.stderr.strip())
        first = [p.read_text().partition("\n")[0] for p in pathlib.Path(folder).glob("trace-*.txt")]
        if sys.implementation.name == "dxpy" and not any("loop in f" in t for t in first): print("  no trace")
        bridges = sum("bridge in f" in t for t in first)
        if bridges > (24 if "stores" in name else 12): print("  bridges:", bridges)
