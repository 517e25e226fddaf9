"""Loops through generators, coroutines and managers stay in their traces: what the compiler counts in a process of its own.

Another Python says nothing about traces, and there is nothing to check then."""
import subprocess
import sys

PROGRAMS = {
    "for": """
def g(n):
    for i in range(n): yield i
def f(n):
    s = 0
    for x in g(n): s += x
    return s
print(f(20000))
""",
    "yield from": """
def inner(n):
    for i in range(n): yield i
def middle(n): yield from inner(n)
def outer(n):
    x = yield from middle(n)
def f(n):
    s = 0
    for x in outer(n): s += x
    return s
print(f(20000))
""",
    "await": """
async def leaf(i): return i + 1
async def pair(i): return await leaf(i) + await leaf(i + 1)
async def f(n):
    s = 0
    for i in range(n): s += await pair(i)
    return s
try: f(20000).send(None)
except StopIteration as e: print(e.value)
""",
    "send": """
def g():
    s = 0
    while True: s += yield s
def f(n):
    x = g()
    next(x)
    for i in range(n): r = x.send(i)
    return r
print(f(20000))
""",
    "short expressions": """
def f(n):
    s = 0
    for i in range(n): s += sum(x * i for x in (i, 2))
    return s
print(f(20000))
""",
    "with": """
class M:
    n = 0
    def __enter__(self): self.n += 1; return self.n
    def __exit__(self, *rest): self.n += 1
def f(n):
    m, s = M(), 0
    for i in range(n):
        with m as k: s += k
    return s
print(f(20000))
""",
    "enumerate": """
def g(n):
    for i in range(n): yield i
def f(n):
    s = 0
    for i, x in enumerate(g(n)): s += i * x
    return s
print(f(20000))
""",
    "stops": """
def g(k):
    if k: yield k
def f(n):
    s = 0
    for i in range(n):
        x = g(1)
        next(x)
        try: next(x)
        except StopIteration: pass
        s += 1
    return s
print(f(20000))
""",
}
for name, text in PROGRAMS.items():
    run = subprocess.run([sys.executable, "-Xjit-stats", "-Xjit-threshold=20", "-c", text], capture_output=True, text=True)
    print(name, run.stdout.strip())
    counted = [line.split()[1:] for line in run.stderr.splitlines() if line.startswith("jit: recordings ")]
    if counted:
        c = dict(zip(counted[0][::2], map(int, counted[0][1::2])))
        if not c["loops"] + c["functions"] or c["entries"] > 1000: print("  left too often:", run.stderr)

# A generator or coroutine that ends in the trace that made it does not exist: nothing is collected.
MADE = {
    "expressions": "l = [1, 2, 3]\n    for i in range(n): s += sum(x * i for x in l) + any(x == i for x in l)",
    "functions": "for i in range(n):\n        for y in g(i): s += y",
    "within each other": "l = [1, 2, 3]\n    for i in range(n): s += sum(y for y in (x + 1 for x in l))",
    "awaited": "for i in range(n): s += await c(i)",
}
for name, body in MADE.items():
    text = f"""
import gc, sys
def g(i):
    yield i
    yield i + 1
async def c(i): return i
async def f(n):
    s = 0
    {body}
    return s
def run(n):
    try: f(n).send(None)
    except StopIteration as e: return e.value
def collections(): return sum(x["collections"] for x in gc.get_stats())
run(2000)
n = collections()
print(run(100000))
print("collections", collections() - n, file=sys.stderr)
"""
    run = subprocess.run([sys.executable, "-Xjit-stats", "-Xjit-threshold=20", "-c", text], capture_output=True, text=True)
    print(name, run.stdout.strip())
    lines = run.stderr.splitlines()
    counted = [line for line in lines if line.startswith("jit: recordings ")]
    if counted:
        made = [int(line.split()[1]) for line in lines if line.startswith("collections ")]
        if not made or made[0] > 1: print("  generators are made:", run.stderr)
