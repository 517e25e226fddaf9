"""A `with` over a generator of contextlib's is stores and loads of objects that nobody sees: its loop makes and calls nothing. Attributes are deleted without a call.

Another Python writes no dump, and there is nothing to check then."""
import pathlib
import subprocess
import sys
import tempfile

PROGRAMS = {
    "managed": ((" call ", " new "), """
from contextlib import contextmanager
@contextmanager
def given(x): yield x
def f(n):
    t = 0
    for k in range(n):
        with given(k) as v: t += v
    return t
"""),
    "deleted": ((" call ",), """
class A:
    def __init__(self, n): self.a = n; self.b = n + 1; self.c = n + 2
def f(n):
    o = A(0); t = 0
    for k in range(n):
        o.b = k
        del o.a, o.c
        t += o.b
        o.a = o.c = t
        t = t + o.a & 1023
    return t, list(vars(o))
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
                if any(u in line for u in unwanted): print("  it has:", line[:90])
