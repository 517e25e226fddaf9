"""Loops over `chain`, `count`, `repeat`, `cycle`, `islice`, `pairwise`, `accumulate` make and call nothing for an item; over `product`, `combinations` and `permutations` a
call goes on to the next item, which is no tuple. Short loops over those that the trace makes call nothing at all.

Another Python writes no dump, and there is nothing to check then."""
import pathlib
import subprocess
import sys
import tempfile

PROGRAMS = {
    "made": """
def f(n):
    xs, t = [1, 2], 0
    for k in range(n):
        for x in repeat(k, 3): t ^= x
        for x in islice(xs, 2): t += x
        for x, y in pairwise((1, k, t)): t = (t + x * y) & 1023
        for x in accumulate(xs): t += x
    return t
""",
    "chains": """
def f(n):
    xs, ys, t = [1, 2], (3,), 0
    for k in range(n):
        for x in chain(xs, ys): t += x
        for x in chain.from_iterable([xs, ys]): t ^= x
        for x in islice(xs, 1, 2): t += x
    return t
""",
    "long": """
def f(n):
    l, t = list(range(n)), 0
    for x in chain(l, l): t += x
    for x in islice(l, 3, n - 1): t += x
    for x, y in pairwise(l): t += x ^ y
    for x in accumulate(l): t ^= x
    for x in repeat(3, n): t += x
    for i in count():
        if i > n: break
        t += i
    for x, y in zip(l, cycle((1, 2, 3))): t += x * y
    return t
""",
    "picked": """
def f(n):
    l, t = list(range(150)), 0
    for x, y in product(l, l): t += x ^ y
    for x, y in combinations(l, 2): t += x ^ y
    for x, y in permutations(l, 2): t += x - 2 * y
    return t
""",
}
for name, text in PROGRAMS.items():
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run([sys.executable, "-Xjit-threshold=20", "-Xtrace-dump=" + folder, "-c", "from itertools import *\n" + text + "print(f(20000))"], capture_output=True, text=True)
        print(name, run.stdout.strip(), run.stderr.strip())
        texts = [p.read_text() for p in pathlib.Path(folder).glob("trace-*.txt")]
        loops = [t.partition("== machine code")[2].partition("\n    loop ")[2] for t in texts if "loop in f" in t.partition("\n")[0]]
        if sys.implementation.name == "dxpy" and not any(loops): print("  no trace")
        for t in loops:
            for line in t.partition("== snapshots")[0].splitlines():
                # (In a chain's own loop a new iterator may be made; one inner loop calls another's trace.)
                if "writes=0xffffffff" in line and " i64 = call " not in line or name in ("made", "long") and (" new " in line or " call " in line): print("  calls:", line[:90])
