"""Deques are read in a trace without a call: their length, truth, and first and last items. What is pushed and popped completes no frames.

Another Python writes no dump, and there is nothing to check then."""
import pathlib
import subprocess
import sys
import tempfile

ANYTHING, CALLS = "writes=0xffffffff", " call "
PROGRAMS = {
    "read": (CALLS, """
def f(n):
    t = 0
    for k in range(n):
        t += len(q) + q[0]
        if q: t -= q[-1]
    return t
"""),
    "pushed": (ANYTHING, """
def f(n):
    t = 0
    for k in range(n):
        q.append(k)
        t = t + q.popleft() & 1023
        q.appendleft(t)
        t -= q.pop() & 255
    return t
"""),
}
for name, (unwanted, text) in PROGRAMS.items():
    with tempfile.TemporaryDirectory() as folder:
        text = "from collections import deque\nq = deque(range(40))\n" + text
        run = subprocess.run([sys.executable, "-Xjit-threshold=20", "-Xtrace-dump=" + folder, "-c", text + "print(f(20000))"], capture_output=True, text=True)
        print(name, run.stdout.strip(), run.stderr.strip())
        texts = [p.read_text() for p in pathlib.Path(folder).glob("trace-*.txt")]
        loops = [t.partition("== machine code")[2].partition("\n    loop ")[2] for t in texts if "loop in f" in t.partition("\n")[0]]
        if sys.implementation.name == "dxpy" and not any(loops): print("  no trace")
        for t in loops:
            for line in t.partition("== snapshots")[0].splitlines():
                if unwanted in line: print("  calls:", line[:90])
