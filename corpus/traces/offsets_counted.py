"""What is stored at one offset of an object does not make the trace forget what lies at others, and pairs that generators take apart are not made: what the machine code
of loops does not do, in a process of its own.

Another Python says nothing about traces, and there is nothing to check then."""
import pathlib
import subprocess
import sys
import tempfile

PROGRAMS = {
    "attributes": ((" load ", "class=6"), """
class P:
    def __init__(self): self.x = self.y = 1
A, B = P(), P()
def f(n):
    a, b = A, B
    for i in range(n): a.x = (a.x + b.y) & 255
    return a.x
"""),
    "pairs": ((" new ",), """
def pairs(l, k):
    for x, y in zip(l, k): yield x ^ y
def f(n):
    s = 0
    for x in pairs(range(n), bytes(n)): s += x
    return s
"""),
    "bytes": ((" new ",), """
def f(n):
    a = bytes(range(250)) * (n // 250)
    return sum(bytes(x ^ y for x, y in zip(a, a[1:])))
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
                if all(u in line for u in unwanted): print("  does:", line[:90])
