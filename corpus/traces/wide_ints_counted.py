"""Loops over ints of 64 bits, a quarter of which are immediate by chance, are one trace and not a tree of all combinations; so are bytes and arrays that grow by
numbers: what the compiler counts in a process of its own.

Another Python says nothing about traces, and there is nothing to check then."""
import subprocess
import sys

PROGRAMS = {
    "shifts": (3, """
def f(n):
    s = 88172645463325252
    for i in range(n):
        s ^= (s << 13) & 0xffffffffffffffff
        s ^= s >> 7
        s ^= (s << 17) & 0xffffffffffffffff
    return s
"""),
    "products": (2, """
def f(n):
    M, x, out = (1 << 64) - 1, 7, 0
    for i in range(n):
        x = (x + 0x9E3779B97F4A7C15) & M
        z = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & M
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & M
        out ^= (z ^ (z >> 31)) % 1000
    return out
"""),
    "bytes": (2, """
def f(n):
    h = 0xCBF29CE484222325
    for c in bytes(range(250)) * (n // 250):
        h = (h ^ c) * 0x100000001B3 % 2 ** 64
    return h
"""),
    "halves": (2, """
def f(n):
    h = k = 1
    for i in range(n):
        k = (k * 0xCC9E2D51 + i) & 0xffffffff
        h = (h ^ (k * 0x1B873593)) & 0xffffffff
    return h
"""),
    "what grows": (6, """
from array import array
def f(n):
    b, a, d, t = bytearray(), array("q"), array("d"), 0
    for i in range(n):
        b.append(i & 255)
        a.append(i * i)
        d.append(i / 2)
    for x in a: t += x
    for x in d: t += x
    return len(b), sum(b), t
"""),
}
for name, (most, text) in PROGRAMS.items():
    run = subprocess.run([sys.executable, "-Xjit-verbose", "-Xjit-threshold=20", "-c", text + "print(f(20000))"], capture_output=True, text=True)
    print(name, run.stdout.strip())
    made = [line for line in run.stderr.splitlines() if line.startswith("[TRACE") and " in f --" in line]
    if sys.implementation.name == "dxpy" and not 0 < len(made) <= most: print("  made:", len(made))
