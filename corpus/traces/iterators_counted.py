"""`enumerate`, `zip`, `reversed`, `map`, views of dicts and iterators of strs and ranges are made by the trace that goes over them: short loops over them
call nothing, not even to be told that they have ended, and long ones make nothing for each item. Nor are tuples made to be compared.

Another Python writes no dump, and there is nothing to check then."""
import pathlib
import subprocess
import sys
import tempfile

PROGRAMS = {
    "short": """
def f(n):
    xs, ys, d, t = [1, 2, 3], (4, 5, 6), {"a": 1, "b": 2}, 0
    for k in range(n):
        for i, x in enumerate(xs): t += i * x
        for i, x in enumerate(ys, start=1): t += i * x
        for x, y in zip(xs, ys): t += x * y
        for i, (x, r) in enumerate(zip(xs, range(k, k + 3))): t += x * r - i
        for x in reversed(xs): t -= x
        for r in reversed(range(4)): t += r
        for c in "abc": t += ord(c)
        for v in d.values(): t += v
        for c, v in d.items(): t += v * len(c)
        for x in map(lambda a, b: a * b, xs, ys): t += x
    return t
""",
    "expressions": """
def f(n):
    xs, ys, t = [1.0, 2.0, 3.0], (4.0, 5.0, 6.0), 0
    for k in range(n):
        t += sum(x * y for x, y in zip(xs, ys)) + all(x < y for x, y in zip(xs, ys)) + any(i > x for i, x in enumerate(xs)) + (lambda a: a + 1)(k)
    return t
""",
    "tuples": """
class Point:
    def __init__(self, x, y): self.x, self.y = x, y
    def __lt__(self, o): return (self.x, self.y) < (o.x, o.y)
    def __eq__(self, o): return (self.x, self.y) == (o.x, o.y)
points = [Point(i & 3, i * 0.5) for i in range(64)]
def f(n):
    t = 0
    for k in range(n):
        p, q = points[k & 63], points[k * 3 & 63]
        if p < q: t += 1
        if p == q: t += 2
        t += max((k & 7, t), (3, k))[0]
    return t
""",
    "dict": """
def f(n):
    d = dict.fromkeys(range(n), 'a')
    t = 0
    for k, v in d.items(): t += len(v)
    for k in d: t -= k
    for i, v in enumerate(d.values()): t += i
    return t
""",
}
for name, text in PROGRAMS.items():
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run([sys.executable, "-Xjit-threshold=20", "-Xtrace-dump=" + folder, "-c", text + "print(f(20000))"], capture_output=True, text=True)
        print(name, run.stdout.strip(), run.stderr.strip())
        texts = [p.read_text() for p in pathlib.Path(folder).glob("trace-*.txt")]
        loops = [t.partition("== machine code")[2].partition("\n    loop ")[2] for t in texts if "loop in f" in t.partition("\n")[0]]
        if sys.implementation.name == "dxpy" and not any(loops): print("  no trace")
        for t in loops:
            for line in t.partition("== snapshots")[0].splitlines():
                if " call " in line or " new " in line: print("  calls:", line[:90])
