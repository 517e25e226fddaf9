"""Tuples made to be compared, memoryviews, class methods of builtin types, `__dict__` of instances and `issubclass` with tuples stay in their traces: what the
machine code of loops does not call, in a process of its own.

Another Python says nothing about traces, and there is nothing to check then."""
import pathlib
import subprocess
import sys
import tempfile

# (Calls that complete the frames; any call; new objects.)
COMPLETE, CALL, NEW = "writes=0xffffffff", " call ", " new "
PROGRAMS = {
    "numbers": ((CALL, NEW), """
class E:
    def __init__(self, t, n): self.t, self.n = t, n
    def __lt__(self, o): return (self.t, self.n) < (o.t, o.n)
def f(n):
    c, e, g = 0, E(0.5, 1), E(0.5, 3)
    for i in range(n):
        e.n = i & 7
        if e < g: c += 1
        if (i & 3, i & 1) == (1, e.n & 1): c += 1
    return c
"""),
    "views": ((CALL,), """
def f(n):
    m, s = memoryview(bytearray(64)), 0
    for i in range(n):
        m[i & 63] = i & 255
        s += m[i & 31] + len(m)
    return s
"""),
    "items of views": ((CALL,), """
from array import array
m = memoryview(array("d", [0.5]) * 20000)
def f(n):
    s = 0.0
    for x in m: s += x
    return s
"""),
    "slices of views": ((COMPLETE,), """
m = memoryview(bytes(range(256)))
def f(n):
    s = 0
    for i in range(n):
        c = m[i & 127:(i & 127) + 4]
        s += c[0] + len(bytes(c))
    return s
"""),
    "class methods": ((COMPLETE,), """
from datetime import date
def f(n):
    s, d = 0, bytes(range(256))
    for i in range(n):
        s += int.from_bytes(d[i & 127:(i & 127) + 4], "little") + date.fromordinal(i + 1).day
    return s
"""),
    "own dicts": ((COMPLETE,), """
from functools import cached_property
class P:
    def __init__(self, n): self.n = n
    @cached_property
    def double(self): return self.n * 2
def f(n):
    s = 0
    for i in range(n):
        p = P(i)
        s += p.double + p.double
    return s
"""),
    "subclasses": ((COMPLETE,), """
def f(n):
    t, c = (int, KeyError, str), 0
    for i in range(n):
        if issubclass(t[i % 3], (int, LookupError)): c += 1
    return c
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
                if any(u in line for u in unwanted): print("  calls:", line[:90])
