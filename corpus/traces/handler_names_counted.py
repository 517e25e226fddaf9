"""A handler's name that a module binds and deletes in each round does not make its traces void.

Another Python prints no statistics, and there is nothing to check then."""
import re
import subprocess
import sys

PROGRAM = """
t = 0
def size(x): return len(str(x)) + abs(-2)
for i in range(6000):
    try:
        if i % 3 == 0: raise ValueError("a")
    except ValueError as e:
        t += len(e.args)
    t += size(i)
print(t)
"""
run = subprocess.run([sys.executable, "-Xjit-threshold=20", "-Xjit-stats", "-c", PROGRAM], capture_output=True, text=True)
print(run.stdout.strip())
if sys.implementation.name == "dxpy":
    found = re.search(r"recordings (\d+) loops (\d+)", run.stderr)
    if not found or int(found[2]) == 0: print("no loop was compiled:", run.stderr[:200])
    elif int(found[1]) > 100: print("recorded again and again:", found[0])
