"""What changes again and again does not make a bridge each time: what the compiler counts in a process of its own.

Another Python says nothing about traces, and there is nothing to check then."""
import subprocess
import sys

# A program, and what must hold of the counts.
PROGRAMS = {
    "a counter in a class": ("""
class C:
    made = 0
    def __init__(self, k): self.k = k; C.made += 1
    def read(self): return self.k + self.made
def f(n):
    s = 0
    for i in range(n): s += C(i).read()
    return s
print(f(20000))
""", lambda c: c["loops"] + c["functions"] > 0 and c["bridges"] < 50 and c["entries"] < 1000),
    "functions made anew": ("""
def outer(k):
    def helper(x, y=k, *, z=3): return x + y + z
    double = lambda v: v * 2
    t = 0
    for i in range(50): t += helper(i) + double(i)
    return t
print(sum(outer(k) for k in range(400)))
""", lambda c: c["loops"] + c["functions"] > 0 and c["bridges"] < 50 and c["entries"] < 2000),
    "short loops that go many ways": ("""
import random
r = random.Random(1)
def qs(l):
    if len(l) < 2: return l
    p = l[0]
    return qs([x for x in l[1:] if x < p]) + [p] + qs([x for x in l[1:] if x >= p])
n = 0
for k in range(40):
    l = [r.random() for _ in range(400)]
    n += qs(l) == sorted(l)
print(n)
""", lambda c: c["dropped"] > 0),
    "branches at random": ("""
class Random:
    def __init__(self): self.m, self.i, self.j = [(k * 7919) % 1009 - 400 for k in range(17)], 4, 16
    def next(self):
        i, j, m = self.i, self.j, self.m
        k = m[i] - m[j]
        if k < 0: k += 1009
        m[j] = k
        if i == 0: self.i = 16
        else: self.i = i - 1
        if j == 0: self.j = 16
        else: self.j = j - 1
        return k
def f(n):
    r, inside = Random(), 0
    for count in range(n):
        x, y, z = r.next(), r.next(), r.next()
        if x * x + y * y <= 1009 * 1009: inside += 1
        if z & 1: inside += 2
    return inside
print(f(60000))
""", lambda c: c["loops"] > 0 and c["dropped"] == 0 and c["bridges"] < 400),
    "long ways through short loops": ("""
import random
r = random.Random(1)
class Square:
    def __init__(self, k): self.k, self.color, self.near, self.reference, self.stamp = k, r.randrange(3), [], self, 0
    def find(self):
        return self.reference if self.reference.k == self.k else self.reference.find()
    def visit(self, color, stamp):
        t = 0
        for n in self.near:
            if n.color == color:
                t += n.find().k & 3
                if n.stamp != stamp: n.stamp = stamp; t += n.visit((color + 1) % 3, stamp)
            elif n.color == 0: t += 1
            else: n.reference = self if n.k < self.k else n
        return t
squares = [Square(k) for k in range(60)]
for s in squares: s.near = [squares[r.randrange(60)] for i in range(r.randrange(1, 5))]
t = 0
for stamp in range(1, 3000): t += squares[r.randrange(60)].visit(stamp % 3, stamp)
print(t)
""", lambda c: c["dropped"] > 0 and c["bridges"] < 150),
}
for name, (text, holds) in PROGRAMS.items():
    run = subprocess.run([sys.executable, "-Xjit-stats", "-Xjit-threshold=20", "-c", text], capture_output=True, text=True)
    print(name, run.stdout.strip())
    counted = [line.split()[1:] for line in run.stderr.splitlines() if line.startswith("jit: recordings ")]
    if counted:
        c = dict(zip(counted[0][::2], map(int, counted[0][1::2])))
        if not holds(c): print("  counted:", c)
