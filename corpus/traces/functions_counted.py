"""Functions in Python that `map`, `filter` and keys of `min`, `max` and `sorted` ask are part of a trace: its loop calls nothing that could change everything, or
nothing at all.

Another Python writes no dump, and there is nothing to check then."""
import pathlib
import subprocess
import sys
import tempfile

ANYTHING, CALLS = "writes=0xffffffff", " call "
PROGRAMS = {
    "for": (CALLS, """
def f(n):
    t = 0
    for x in map(lambda x: x * 2, range(n)): t += x
    for x in map(lambda x, y: x * y, [3] * n, range(n)): t += x
    for x in filter(lambda x: x % 3, range(n)): t -= x
    return t
"""),
    "consumers": (CALLS, """
class C:
    def __init__(self, k): self.k = k
    def by(self, x): return x + self.k
    def __call__(self, x): return x - self.k
def f(n):
    xs = list(range(n))
    return (sum(map(C(3).by, xs)), sum(map(C(4), xs)), max(map(lambda x: -x, xs)), any(map(lambda x: x > n, xs)), sum(filter(lambda x: x & 1, xs)))
"""),
    "keys": (CALLS, """
def f(n):
    xs = list(range(n))
    return min(xs, key=lambda x: x % 100), max(tuple(xs), key=lambda x: x * 0.5), min(range(n), key=lambda i: xs[i])
"""),
    "short": (ANYTHING, """
def f(n):
    t, g, h = 0, lambda x: -x, lambda x: x * 3
    for i in range(n):
        t += min((1, 2, i & 3), key=g)
        for x in map(h, (i, 2)): t += x
        t += sum(map(h, (i, i))) + sum(filter(g, [1, i & 1]))
    return t
"""),
    "lists": (ANYTHING, """
def f(n):
    xs = list(range(n))
    return len(list(map(lambda x: x + 1, xs))), len([x for x in filter(lambda x: x & 1, xs)]), sorted(xs, key=lambda x: -x)[0]
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
