import traceback, sys
def nested(n):
    t = 0
    for i in range(n):
        for j in range(i % 7):
            t += i * j
        for x in [i, 1, 2]:
            t += x
        for x, y in ((1, 2), (3, i)):
            t -= x * y
        k = 0
        while k < 20:
            k += 1
            if k == 15 and i % 3 == 0: break
        else:
            t += 1
        t += k
    return t
print(nested(120))
def comp(n):
    out = 0
    for i in range(n):
        l = [a * i for a in range(5)]
        s = {a % 3 for a in l}
        d = {a: i + a for a in l if a}
        out += sum(l) + len(s) + sum(d.values()) + len([c for c in "abc" for e in (1, 2)])
    return out
print(comp(100))
def find(l, x):
    for i, y in enumerate(l):
        if y == x: return i
    else:
        return -1
def find2(l, x):
    for y in l:
        if y > x: return y * 2
    return None
def use(n):
    t = 0
    l = list(range(30))
    for i in range(n):
        t += find(l, i % 40)
        r = find2(l, i % 33)
        if r is not None: t += r
    return t
print(use(150))
class It:
    calls = 0
    def __init__(self, n): self.n = n; self.done = 0
    def __iter__(self): return self
    def __next__(self):
        It.calls += 1
        if self.n == 0:
            self.done += 1
            if self.done > 1: raise ValueError("asked again")
            raise StopIteration
        self.n -= 1
        return self.n
def custom(n):
    t = 0
    for i in range(n):
        for x in It(i % 5): t += x
        else: t += 1
    return t
print(custom(90), It.calls)
def boom(i):
    for k in range(i):
        if k == 7: raise KeyError(k)
    return k
def errors(n):
    c = 0
    for i in range(n):
        try: c += boom(1 + i % 12)
        except KeyError as e: c += 100; s = traceback.format_exc()
    print(s)
    return c
print(errors(100))
def matmul(a, b):
    n = len(a); m = len(b[0]); k = len(b)
    return [[sum([a[i][x] * b[x][j] for x in range(k)]) for j in range(m)] for i in range(n)]
A = [[i + j * 0.5 for j in range(9)] for i in range(9)]
C = matmul(A, A)
print(C[3][:4])
def grow():
    out = 0
    for i in range(80):
        l = [1, 2]
        for x in l:
            out += x
            if len(l) < 9: l.append(x)
    return out
print(grow())
def shared():
    out = []
    for i in range(80):
        it = iter([1, 2, 3])
        for x in it:
            if x == 2: break
        out.append(list(it))
        it2 = iter((1, 2))
        for y in it2: pass
        out.append(list(it2))
    return len(out), out[-2:], x, y
print(shared())
def closures():
    fs = []
    for i in range(80):
        fs.append([lambda: j for j in range(3)])
    return [f() for f in fs[-1]]
print(closures())
def gen():
    for i in range(5): yield i
def gens(n):
    t = 0
    for i in range(n):
        for x in gen(): t += x
        t += sum(y for y in range(4))
    return t
print(gens(200))
def deepbreak(n):
    t = 0
    for i in range(n):
        for j in range(10):
            for k in range(3):
                if i * j * k % 11 == 5: break
                t += k
            else: continue
            t += 1000
            break
    return t
print(deepbreak(90))
def big():
    t = 0
    for k in range(100):
        for i in range(2**62 - 3, 2**62 - 1): t += i
    return t
print(big())
