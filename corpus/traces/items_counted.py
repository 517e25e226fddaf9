"""Items that are missing, under handlers that look at nothing, and `bytes`, `dict` and `frozenset` over generators stay in their traces: what the machine code of
loops does not call, in a process of its own.

Another Python says nothing about traces, and there is nothing to check then."""
import pathlib
import subprocess
import sys
import tempfile

COMPLETE = "writes=0xffffffff"
PROGRAMS = {
    "lists": (("call", "new"), """
def f(n):
    l, c = [1, 2, 3, 4], 0
    for i in range(n):
        try: c += l[i & 7]
        except IndexError: c += 1
    return c
"""),
    "dicts": ((COMPLETE, "new"), """
def f(n):
    d, c = {1: 2, 3: 4}, 0
    for i in range(n):
        try: c += d[i & 7]
        except (KeyError, ValueError) as e: c += 1
    return c
"""),
    "counts": ((COMPLETE, "new"), """
def f(n):
    d = {}
    for i in range(n):
        try: x = d[i & 1023]
        except KeyError: x = 0
        d[i & 1023] = x + 1
    return len(d)
"""),
    "bytes": ((COMPLETE,), """
def f(n): return len(bytes(i & 127 for i in range(n)))
"""),
    "dict": ((COMPLETE,), """
def f(n): return len(dict(((i & 7, i & 3), i) for i in range(n)))
"""),
    "frozenset": ((COMPLETE,), """
def f(n): return len(frozenset((i & 7, "k") for i in range(n)))
"""),
    "displays": ((COMPLETE,), """
def f(n): return len({(i & 7, i & 3) for i in range(n)})
"""),
}
for name, (unwanted, text) in PROGRAMS.items():
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run([sys.executable, "-Xjit-threshold=20", "-Xtrace-dump=" + folder, "-c", text + "print(f(20000))"], capture_output=True, text=True)
        print(name, run.stdout.strip(), run.stderr.strip())
        texts = [p.read_text() for p in pathlib.Path(folder).glob("trace-*.txt")]
        traces = [t.partition("== machine code")[2].partition("== snapshots")[0] for t in texts if " in f" in t.partition("\n")[0]]
        if sys.implementation.name == "dxpy" and not any("\n    loop " in t for t in traces): print("  no trace")
        for t in traces:
            for line in t.splitlines():
                if any(f" {u}" in line for u in unwanted): print("  calls:", line[:90])
