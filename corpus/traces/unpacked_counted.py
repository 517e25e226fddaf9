"""Nested, starred and attribute targets of an unpacking are part of a trace: it calls nothing that could change everything.

Another Python writes no dump, and there is nothing to check then."""
import pathlib
import subprocess
import sys
import tempfile

PROGRAM = """
class P: pass
def pair(i): return i, i + 1
def f(n):
    p = P()
    p.x = p.y = t = 0
    for i in range(n):
        (a, [b, c]), d = (i, [i, 2]), 4
        row = i, (1, [2, 3])
        a, (b, [c, d]) = row
        t += a + b + c + d
        p.x, p.y = pair(i)
        a, *b, c = row
        t += len(b) + p.y
    return t
print(f(20000))
"""
with tempfile.TemporaryDirectory() as folder:
    run = subprocess.run([sys.executable, "-Xjit-threshold=20", "-Xtrace-dump=" + folder, "-c", PROGRAM], capture_output=True, text=True)
    print(run.stdout.strip())
    texts = [p.read_text() for p in pathlib.Path(folder).glob("trace-*.txt")]
    loops = [t.partition("== machine code")[2] for t in texts if "loop in f" in t.partition("\n")[0]]
    if sys.implementation.name == "dxpy" and not loops: print("  no trace")
    for t in loops:
        for line in t.splitlines():
            if "writes=0xffffffff" in line: print("  calls:", line)
