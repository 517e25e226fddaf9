# Variables whose type changes while the loop is hot.
def mixed(n, at, new):
    x = 1
    log = []
    for i in range(n):
        if i == at: x = new
        try: x = x + i
        except TypeError as e: log.append(str(e)); x = 0
    return x, log
for new in (1.5, 2**80, True, "s", None, [1], 1j, (1,)): print(repr(new), mixed(500, 250, new))
def alternating(n):
    total = 0
    for i in range(n):
        v = i if i % 2 else i / 2
        total = total + v
        w = "a" if i % 3 == 0 else i
        total += len(w) if isinstance(w, str) else w
    return total
def poly(values, n):
    out = []
    for i in range(n):
        v = values[i % len(values)]
        out.append(v + v)
    return out[:len(values)], len(out)
class A:
    def __init__(self, v): self.v = v
    def __add__(self, o): return A(self.v + (o.v if isinstance(o, A) else o))
    def __radd__(self, o): return A(o + self.v)
    def __repr__(self): return f"A{self.v}"
    def get(self): return self.v
class B(A):
    def get(self): return -self.v
class C:
    v = 100
    def get(self): return 7
print(alternating(1000), poly([1, 2.5, "x", [1], (2,), A(3), 2**70, True], 800))
def megamorphic(n):
    objects, total = [A(1), B(2), C(), A(3)], 0
    for i in range(n):
        o = objects[i % 4 if i < n // 2 else 0]
        total += o.get() + o.v
    return total
def becomes_object(n):
    x = 0
    for i in range(n):
        x = x + 1
        if i == n // 2: x = A(x)
    return x
def list_kinds(n):
    l = [0] * 10
    for i in range(n):
        l[i % 10] = i if i < n // 3 else i * 0.5 if i < n // 2 else str(i) if i % 2 else None
    return l
def compare(n):
    r, items = 0, [1, 1.0, True, 2**70, "a", None]
    for i in range(n):
        a, b = items[i % 6], items[i % 5]
        if a == b: r += 1
        try:
            if a < b: r += 10
        except TypeError: r += 100
    return r
print(megamorphic(1000), becomes_object(600), list_kinds(600), compare(1500))
def returns(i): return i if i % 50 else None
def none_results(n):
    t = 0
    for i in range(n):
        r = returns(i)
        t += 1 if r is None else r
    return t
def truth(n):
    vals, t = [0, 1, "", "x", [], [0], None, 0.0, 2**70, A(0)], 0
    for i in range(n):
        if vals[i % 10]: t += i
        t += not vals[(i + 1) % 10]
    return t
print(none_results(1000), truth(1000))
