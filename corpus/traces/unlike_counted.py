"""Iterations that do not follow themselves, the end of a generator where a handler waits for it, a bare raise, and lists before ** are compiled: recordings are
given up a few times at most.

Another Python prints no statistics, and there is nothing to check then."""
import re
import subprocess
import sys

PROGRAMS = {
    "unlike iterations": ("builder", """
def f(n):
    t = state = 0
    for k in range(n):
        if state == 0: state = 1
        elif state == 1: state = 2; t += 3
        else: state = 0; t += k
    return t
"""),
    "the end of a generator": ("raised", """
def g(n):
    for i in range(n): yield i
    return n
def f(n):
    t = 0
    for k in range(n):
        it = g(2)
        try:
            while True: t += it.send(None)
        except StopIteration as e:
            t += e.value
    return t
"""),
    "raised again": ("raised", """
def h(k):
    try:
        raise ValueError(k)
    except ValueError:
        raise
def f(n):
    t = 0
    for k in range(n):
        try: h(k)
        except ValueError as e: t += e.args[0]
    return t
"""),
    "a list and names": ("untraceable", """
def h(*a, **k): return len(a) + len(k)
def f(n):
    t = 0
    for i in range(n):
        a, k = [i, 1], {'x': i}
        t += h(*a, **k) + h(0, *a, **k)
    return t
"""),
}
for name, (reason, text) in PROGRAMS.items():
    run = subprocess.run([sys.executable, "-Xjit-threshold=20", "-Xjit-stats", "-c", text + "print(f(20000))"], capture_output=True, text=True)
    print(name, run.stdout.strip())
    if sys.implementation.name != "dxpy":
        continue
    made = re.search(r"loops (\d+)", run.stderr)
    given_up = re.search(rf"abort {reason} (\d+)", run.stderr)
    if not made or int(made[1]) == 0:
        print("  no loop was compiled")
    if given_up and int(given_up[1]) > 4:
        print("  given up", given_up[0])
