"""What follows a `yield` or `await` is compiled where builtins, generators of the same code or an event loop resume the body: what the compiler says in a process
of its own, and the steps that are interpreted after that.

Another Python says nothing about traces, and there is nothing to check then."""
import subprocess
import sys

PROGRAMS = {
    "dict": """
def g(n):
    for i in range(n): yield i % 97, i
def f(n):
    d = {}
    d.update(g(n))
    return sum(d.values())
""",
    "zip": """
def g(n):
    a = 1
    for i in range(n):
        a = a * 5 + i & 0xffff
        if a & 3: yield a
def f(n): return sum(a ^ b for a, b in zip(g(n), g(n + 5)))
""",
    "walk": """
def g(d):
    if d:
        for x in g(d - 1): yield x
    yield d
    if d:
        for x in g(d - 1): yield -x
def f(n): return max(map(abs, g(9)))
""",
    "await": """
class Once:
    def __await__(self): return (yield 1)
async def g(n):
    t = 0
    for i in range(n):
        await Once()
        t += i
    return t
def f(n):
    c = g(n)
    try:
        while True: c.send(None)
    except StopIteration as e: return e.value
""",
}
for name, text in PROGRAMS.items():
    run = subprocess.run([sys.executable, "-Xjit-verbose", "-Xjit-threshold=20", "-c", text + "print(f(4000))"], capture_output=True, text=True)
    print(name, run.stdout.strip())
    made = [line for line in run.stderr.splitlines() if " step in g --" in line]
    if sys.implementation.name == "dxpy" and not made: print("  nothing made", run.stderr[-300:])
