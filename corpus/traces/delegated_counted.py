"""`yield from` a builtin iterator, `next` with something else, and a division by zero that a handler catches without a look: their loops make and call nothing.

Another Python writes no dump, and there is nothing to check then."""
import pathlib
import subprocess
import sys
import tempfile

PROGRAMS = {
    "delegated": ((" call ", " new "), """
def inner(n): yield from range(n)
def outer(n): yield from inner(n)
def f(n):
    t = 0
    for x in outer(n): t += x
    return t
"""),
    "asked": ((" call ", " new "), """
def f(n):
    it = iter(range(n)); t = 0
    while (x := next(it, None)) is not None: t += x
    return t
"""),
    "divided": ((" call ", " new "), """
def f(n, zero=0):
    t = 0
    for k in range(n):
        try: t += k // zero
        except ZeroDivisionError: t -= 1
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
                if any(u in line for u in unwanted): print("  it has:", line[:90])
