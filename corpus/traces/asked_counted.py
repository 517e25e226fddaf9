"""Code in Python that attributes, operators, builtins and loops ask for is part of a trace: its loop calls nothing that could change everything, or nothing
at all.

Another Python writes no dump, and there is nothing to check then."""
import pathlib
import subprocess
import sys
import tempfile

ANYTHING, CALLS = "writes=0xffffffff", " call "
PROGRAMS = {
    "descriptors": (CALLS, """
class T:
    def __init__(self, n): self.n = n
    def __get__(self, o, c=None): return o.v
    def __set__(self, o, v): o.v = v
class A:
    x = T('x')
    def __getattr__(self, n): return 3
    def __setattr__(self, n, v): object.__setattr__(self, n, v)
class B:
    x = T('x')
def f(n):
    a, b, t = A(), B(), 0
    for i in range(n):
        b.x = i
        a.y = i
        t += b.x + a.y + a.nothing + a.other
    return t
"""),
    "methods of classes": (CALLS, """
class B:
    def __init__(self, **kw): self.n = 1; super().__init__(**kw)
    @classmethod
    def make(cls, *a, **k): return cls(*a, **k)
    @staticmethod
    def helper(x): return x + 1
class A(B):
    def __init__(self, x=1, **kw): super().__init__(**kw); self.x = x
def f(n):
    t = 0
    for i in range(n):
        m = A.make(x=i)
        t += m.x + A.helper(i) + m.helper(2)
    return t
"""),
    "operators": (CALLS, """
class V:
    __slots__ = 'x',
    def __init__(self, x): self.x = x
    def __neg__(self): return V(-self.x)
    def __rmul__(self, k): return V(self.x * k)
    def __contains__(self, x): return x == self.x
    def __len__(self): return 3
def f(n):
    t, v = 0, V(2)
    for i in range(n):
        t += (-(i * v)).x + len(v)
        if i in v: t += 1
    return t
"""),
    "wrappers": (CALLS, """
def logged(f):
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return f(*args, **kwargs)
    wrapper.calls = 0
    return wrapper
@logged
def add(a, b=1, *, c=0): return a + b + c
def f(n):
    t, d = 0, {'x': 1, 'y': 2}
    for i in range(n):
        t += add(i, 2) + add(i, c=3) + add(i, b=i, c=1) + d['x'] + d.get('y')
        d['x'] = i
    return t + add.calls
"""),
    "named tuples": (CALLS, """
from collections import namedtuple
P = namedtuple('P', 'x y')
def f(n):
    t, p = 0, P(1, 2)
    for i in range(n):
        x, y = p
        t += p[0] + p[-1] + len(p) + x + y + p.x
    return t
"""),
    "instances of abstract classes": (CALLS, """
from abc import ABC
class S(ABC): pass
class A(S): pass
def f(n):
    t, a = 0, A()
    for i in range(n): t += isinstance(a, S) + isinstance(a, A)
    return t
"""),
    "iterators": (ANYTHING, """
class C:
    def __init__(self, n): self.n = n; self.i = 0
    def __iter__(self): return self
    def __next__(self):
        if self.i >= self.n: raise StopIteration
        self.i += 1
        return self.i
def f(n):
    t = 0
    for x in C(n): t += x
    for i in range(n):
        for x in C(2): t += x
    return t
"""),
    "methods of builtin objects": (ANYTHING, """
import io, re, struct
def f(n):
    t, p, s, d, l = 0, re.compile('([a-z]+)=([0-9]+)'), {1, 2}, {}, [1, 2]
    out = io.BytesIO()
    for i in range(n):
        m = p.match('ab=12')
        if m: t += m.end() + len(m.group(1))
        t += len('text'.encode('utf-8', 'surrogatepass')) + len(b'text'.decode())
        out.write(struct.pack('<B', i & 255)); t += out.tell()
        s.add(3); s.discard(3); d['k'] = i; t += d.pop('k'); t += l.index(2) + issubclass(bool, int)
    return t
"""),
    "predicates and powers": (ANYTHING, """
def f(n):
    t, s, x = 0, 'aB1 ', 1.5
    for i in range(n):
        c = s[i & 3]
        t += c.isalpha() + c.isdigit() + c.isspace() + c.isupper()
        x = (x ** 2 + x ** 0.5) % 7.0
    return t + int(x)
"""),
    "names put together": (ANYTHING, """
class V:
    def visit_a(self, x): return x
    def visit_b(self, x): return x + 1
    @property
    def size(self): return 3
def f(n):
    v, t = V(), 0
    for i in range(n):
        k = 'ab'[i & 1]
        t += getattr(v, 'visit_' + k)(i) + getattr(v, 'si' + 'zeZE'[:2])
        setattr(v, 'last_' + k, t & 255)
        if hasattr(v, 'no_' + k): t += 1000
    return t + v.last_a
"""),
    "truth": (ANYTHING, """
class A:
    def __init__(self, parent): self.parent = parent; self.items = [1, 2]
    def __bool__(self): return True
class B(A):
    def __bool__(self): return len(self.items) > 2
class C:
    def __init__(self): self.items = []
    def __len__(self): return len(self.items)
def f(n):
    a, b, c, t = A(None), B(3), C(), 0
    for i in range(n):
        x = a.parent or a
        if x: t += 1
        if not b: t += 2
        y = c or b and a
        t += (y is b) + (4 if c else 8)
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
