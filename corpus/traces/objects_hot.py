# Allocation, attributes, virtual objects that escape, linked structures, in hot loops.
class Vec:
    def __init__(self, x, y): self.x = x; self.y = y
    def __add__(self, o): return Vec(self.x + o.x, self.y + o.y)
    def __mul__(self, k): return Vec(self.x * k, self.y * k)
    def dot(self, o): return self.x * o.x + self.y * o.y
    def __eq__(self, o): return isinstance(o, Vec) and self.x == o.x and self.y == o.y
    def __repr__(self): return f"Vec({self.x}, {self.y})"
def walk(n):
    p, kept = Vec(0, 0), []
    for i in range(n):
        p = p + Vec(i % 3, 1) * 2
        if i % 100 == 0: kept.append(p)
        if p.dot(Vec(1, 0)) > 500: p = Vec(0, p.y)
    return p, kept
class Node:
    __slots__ = ("value", "next")
    def __init__(self, value, next): self.value = value; self.next = next
def linked(n):
    head = None
    for i in range(n): head = Node(i, head)
    t, node = 0, head
    while node is not None: t += node.value; node = node.next
    prev = None
    while head: head.next, prev, head = prev, head, head.next
    return t, prev.value, prev.next.value
class Account:
    count = 0
    def __init__(self): self.balance = 0; self.log = []; Account.count += 1
    def deposit(self, n):
        if n < 0: raise ValueError("negative")
        self.balance += n; self.log.append(n); return self
    def __len__(self): return len(self.log)
    def __bool__(self): return self.balance > 100
    def __getitem__(self, i): return self.log[i]
    def __contains__(self, n): return n in self.log
    def __call__(self, k): return self.balance * k
def accounts(n):
    accs, errors, t = [Account() for _ in range(5)], 0, 0
    for i in range(n):
        a = accs[i % 5]
        try: a.deposit(i % 10 - (1 if i % 77 == 0 else 0)).deposit(1)
        except ValueError: errors += 1
        t += len(a) + (1 if a else 0) + (a[-1] if len(a) else 0) + (3 in a) + a(2)
    return t, errors, [a.balance for a in accs], Account.count
print(walk(600), linked(1000), accounts(500), sep="\n")
def tuples(n):
    a, b, s = 0, 1, 0
    for i in range(n):
        a, b = b, (a + b) % 10007
        t = (a, b, i); x, *y = t; s += x + len(y) + t[1] + (t < (5000, 0)) + (t == (a, b, i))
        p = [a, b]; p.append(i); q = {"k": p[0], "l": i}; s += p[-1] + q["k"] + len(q)
    return s
def strings(n):
    s, t = "", 0
    for i in range(n):
        s += chr(97 + i % 26); t += len(s) + (s[-1] == "z") + ("abc" in s[-5:]) + ord(s[i // 2 % len(s)])
        if len(s) > 100: s = s[50:]
        if i % 50 == 0: s = s.upper().lower(); t += hash(s) == hash(s + "")
        w = f"{i}:{s[-1]}"; t += len(w) + w.count(":") + (w < "5")
    return t, s[:20]
def dicts(n):
    d = {}
    for i in range(n):
        k = i * 7919 % 257
        if k in d: d[k] += 1
        else: d[k] = 1
        if i % 10 == 0: d.pop(k, None)
        if i % 100 == 0: d = {a: b for a, b in d.items() if b < 5}
    return len(d), sum(d), sum(d.values()), list(d)[:5]
def lists(n):
    l, t = [], 0
    for i in range(n):
        l.append(i)
        if len(l) > 20: t += l.pop(0) + l.pop(); l[3:6] = [i]; l.insert(2, -i)
        t += l[-1] + l[len(l) // 2] + sum(l[:3]) + (i in l)
        if i % 60 == 0: l.sort(key=lambda v: -v); l.reverse(); t += l.index(max(l))
    return t, l[:5]
print(tuples(800), strings(500), dicts(2000), lists(600))
class Base:
    def go(self, x): return x + self.k
    @classmethod
    def make(cls, k): o = cls(); o.k = k; return o
    @staticmethod
    def st(x): return x * 2
    @property
    def twice(self): return self.k * 2
class Derived(Base):
    def go(self, x): return super().go(x) * 2
def dispatch(n):
    objs, t = [Base.make(1), Derived.make(2)], 0
    for i in range(n):
        o = objs[i & 1]; t += o.go(i) + o.twice + o.st(i) + type(o).make(i).k + isinstance(o, Derived) + (getattr(o, "k") if i % 3 else getattr(o, "zz", 5))
        m = o.go; t += m(1)
    return t
print(dispatch(700)); deep = None
for i in range(5000): deep = (deep, i) if i % 2 else [deep]
n = 0
while deep is not None: n += 1; deep = deep[0]
print(n, sum(Vec(i, i).dot(Vec(1, 2)) for i in range(500)))
