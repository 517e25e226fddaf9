"""Inner loops over `enumerate`, `zip` and views of dicts begin and end without completing the frames: what the machine code does not call, in a process of its own.

Another Python says nothing about traces, and there is nothing to check then."""
import pathlib
import subprocess
import sys
import tempfile

COMPLETE = "writes=0xffffffff"
PROGRAMS = {
    "enumerations": """
def f(n):
    l, s = [1, 2, 3], 0
    for k in range(n):
        for i, x in enumerate(l): s += i * x
        for i, x in enumerate((k, 2), k): s += i - x
    return s
""",
    "zips": """
def f(n):
    l, s = [1, 2, 3], 0
    for k in range(n):
        for x, y in zip(l, "ab"): s += x + len(y)
        for x, y, z in zip(l, range(3), (1, 2, 3)): s += x * y * z
        s += len(list(zip(l, l)))
    return s
""",
    "views": """
def f(n):
    d, s = {1: 2, 3: 4}, 0
    for k in range(n):
        for x, y in d.items(): s += x * y
        for x in d.values(): s += x
        for i, (x, y) in enumerate(d.items()): s += i * y
    return s
""",
}
for name, text in PROGRAMS.items():
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run([sys.executable, "-Xjit-threshold=20", "-Xtrace-dump=" + folder, "-c", text + "print(f(20000))"], capture_output=True, text=True)
        print(name, run.stdout.strip(), run.stderr.strip())
        texts = [p.read_text() for p in pathlib.Path(folder).glob("trace-*.txt")]
        traces = [t.partition("== machine code")[2].partition("== snapshots")[0] for t in texts if " in f" in t.partition("\n")[0]]
        if sys.implementation.name == "dxpy" and not any("\n    loop " in t for t in traces): print("  no trace")
        for t in traces:
            for line in t.splitlines():
                # (An inner loop that is a trace of its own is called.)
                if COMPLETE in line and " i64 = call " not in line: print("  calls:", line[:90])
