"""Loops whose operators, comparisons and conditions are answered in Python, by either operand, and generators with handlers stay in their traces: what the
compiler counts in a process of its own.

Another Python says nothing about traces, and there is nothing to check then."""
import subprocess
import sys

V = """
class V:
    def __init__(self, x): self.x = x
    def __mul__(self, o): return V(self.x * o) if isinstance(o, int) else NotImplemented
    def __eq__(self, o): return self.x == o.x if isinstance(o, V) else NotImplemented
    def __lt__(self, o): return self.x < o.x
    def __le__(self, o): return self.x <= o.x
class M:
    def __init__(self, a): self.a = a
    def __rmul__(self, o): return V(o.x * self.a % 1000) if isinstance(o, V) else NotImplemented
    def __eq__(self, o): return self.a == o.x
"""
PROGRAMS = {
    "the right operand": V + """
def f(n):
    v, m, c = V(1), M(3), 0
    for i in range(n):
        v = v * m
        if v == m: c += 1
    return v.x, c
print(f(20000))
""",
    "strangers": V + """
def f(n):
    v, c = V(1), 0
    for i in range(n):
        if v == None: c += 1
        if v != "x": c += 2
        if v != V(i): c += 1
    return c
print(f(20000))
""",
    "chains": V + """
def f(n):
    lo, hi, c = V(5), V(n // 2), 0
    for i in range(n):
        if lo <= V(i) < hi: c += 1
    return c
print(f(20000))
""",
    "kept conditions": """
class S:
    def __init__(self, l): self.l, self.asked = l, 0
    def __bool__(self): self.asked += 1; return len(self.l) > 0
def f(n):
    a, b, c = S([]), S([0, 1]), 0
    for i in range(n):
        x = a or b
        if x is b: c += 1
        y = b and a
        if y is a: c += 1
    return c, a.asked, b.asked
print(f(20000))
""",
    "handlers in generators": """
def g(words):
    for w in words:
        try: v = int(w)
        except ValueError: continue
        yield v
def f(words):
    c = 0
    for v in g(words): c += v
    return c
print(f(['1', 'x', '2'] * 7000))
""",
}
for name, text in PROGRAMS.items():
    run = subprocess.run([sys.executable, "-Xjit-stats", "-Xjit-threshold=20", "-c", text], capture_output=True, text=True)
    print(name, run.stdout.strip())
    counted = [line.split()[1:] for line in run.stderr.splitlines() if line.startswith("jit: recordings ")]
    if counted:
        c = dict(zip(counted[0][::2], map(int, counted[0][1::2])))
        given_up = [line for line in run.stderr.splitlines() if line.startswith(("jit: abort raised", "jit: abort untraceable"))]
        # (That `__bool__` changes something is found out by a recording that is given up.)
        if name == "kept conditions": given_up = given_up[1:]
        most = 50000 if name == "kept conditions" else 2000  # (the conditions are calls)
        if given_up or not (c["loops"] > 0 and c["entries"] < most): print("  counted:", c, given_up)
