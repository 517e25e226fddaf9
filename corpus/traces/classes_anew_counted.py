"""A loop over objects of a class that its function defines anew at each call is recorded anew for it: a bridge for each class would leave the first tree in use.

Another Python prints no statistics, and there is nothing to check then."""
import re
import subprocess
import sys

PROGRAM = """
def f(n):
    class V:
        def __init__(self, x): self.x = x
        def __add__(self, o): return V(self.x + o.x)
    a, d = V(0), V(2)
    for i in range(n): a = a + d
    return a.x
print([f(500 + i) for i in range(8)])
"""
run = subprocess.run([sys.executable, "-Xjit-threshold=20", "-Xjit-stats", "-c", PROGRAM], capture_output=True, text=True)
print(run.stdout.strip())
found = re.search(r"dropped (\d+)", run.stderr)
if sys.implementation.name == "dxpy" and (not found or int(found[1]) < 3): print("not recorded anew:", run.stderr[:200])
