"""Loops whose exceptions are caught within them stay in their traces: what the compiler counts in a process of its own.

Another Python says nothing about traces, and there is nothing to check then."""
import subprocess
import sys

PROGRAMS = {
    "raised by a statement": """
class Odd(Exception):
    def __init__(self, v): super().__init__(v); self.value = v
def check(i):
    if i % 3 == 0: raise Odd(i)
    return i
def f(n):
    c = 0
    for i in range(n):
        try: c += check(i)
        except Odd as e: c += e.value
    return c
print(f(20000))
""",
    "raised by an operation, now and then": """
def f(n):
    d = {i: i for i in range(0, 100, 2)}
    c = 0
    for i in range(n):
        try: c += d[i % 100]
        except KeyError: c += 1
    return c
print(f(20000))
""",
    "raised each time": """
def f(n):
    c = 0
    for i in range(n):
        try: c += int('x')
        except (TypeError, ValueError): c += 1
    return c
print(f(20000))
""",
    "raised again by a handler": """
def f(n):
    c = 0
    for i in range(n):
        try:
            try: [].pop()
            except IndexError as e: raise ValueError(i) from e
        except ValueError as e: c += e.args[0]
    return c
print(f(20000))
""",
}
for name, text in PROGRAMS.items():
    run = subprocess.run([sys.executable, "-Xjit-stats", "-Xjit-threshold=20", "-c", text], capture_output=True, text=True)
    print(name, run.stdout.strip())
    counted = [line.split()[1:] for line in run.stderr.splitlines() if line.startswith("jit: recordings ")]
    if counted:
        c = dict(zip(counted[0][::2], map(int, counted[0][1::2])))
        given_up = [line for line in run.stderr.splitlines() if line.startswith(("jit: abort raised", "jit: abort builder"))]
        if given_up or not (c["loops"] > 0 and c["entries"] < 2000): print("  counted:", c, given_up)
