# Stores in traces that are calls of their own, or that have several steps: setters, `__setitem__`, swaps of items, attributes in dicts, `del`.
import traceback


class Account:
    def __init__(self, b):
        self._b = b
        self.sets = 0

    @property
    def balance(self):
        return self._b

    @balance.setter
    def balance(self, v):
        if v < 0:
            raise ValueError("negative")
        self.sets += 1
        self._b = v

    def withdraw(self, a):
        try:
            self.balance -= a
        except ValueError as e:
            return str(e)
        return None


def accounts(n):
    a = [Account(i * 10) for i in range(5)]
    bad = {}
    for i in range(n):
        r = a[i % 5].withdraw(i % 13)
        bad[r] = bad.get(r, 0) + 1
        if i % 50 == 49:
            a[i % 5].balance = 100
    return bad, [x.balance for x in a], [x.sets for x in a]


def uncaught(n):
    a = Account(n - 5)
    for i in range(n):
        a.balance -= 1


class Grid:
    def __init__(self):
        self.cells = {}

    def __setitem__(self, at, value):
        x, y = at
        if value is None:
            del self.cells[at]
            return
        self.cells[x, y] = value

    def __getitem__(self, at):
        return self.cells[at]


def grid(n):
    g = Grid()
    for i in range(n):
        g[i % 7, i % 3] = i
        g[0, 0] = g[i % 7, i % 3] + 1
        if i % 100 == 99:
            g[0, 0] = None
    return sorted(g.cells.items())


def swaps(n):
    l = [(i * 7919) % 101 for i in range(40)]
    for i in range(n):
        j = i % 39
        if l[j] > l[j + 1]:
            l[j], l[j + 1] = l[j + 1], l[j]
        l[-1 - j], l[j // 2] = l[j // 2], l[-1 - j]
    return l


class Tree:
    def __init__(self):
        self.left = self.right = None
        self.items = [0, 1]

    def next(self):
        self.items.reverse()
        return self


def chained(n):
    t = Tree()
    t.left = u = Tree()
    for i in range(n):
        t.left.left, t.left.right = i, t
        t.left, t.left.items[i % 2] = u, i
        t.next().items[0], u.next().right = i, i + 1
        i, t.items[i % 2] = i + 1, i
    return t.items, u.items, u.left, u.right


def function_attributes(n):
    def f(x):
        f.calls += 1
        f.last = x
        return f.calls
    f.calls = 0
    def g(x):
        return x
    out = []
    for i in range(n):
        f(i)
        if i % 100 == 50:
            f.__dict__ = {"calls": f.calls, "other": 1}
        if i == n - 30:
            del f.last
            out.append(hasattr(f, "last"))
        g.n = i
        g.m = getattr(g, "m", 0) + g.n
    return f.calls, f.last, g.n, g.m, out, sorted(f.__dict__)


class Many:
    kind = "class"

    def __init__(self):
        for i in range(200):
            setattr(self, f"a{i}", i)


def many_attributes(n):
    m = Many()
    m.__dict__["x y"] = 1
    s = 0
    for i in range(n):
        m.a5 += 1
        m.total = s
        s += m.a5 + m.a150 + len(m.kind)
        if i == n // 2:
            m.kind = "own"
        if i == n - 20:
            del m.kind
    return s, m.total


def deleting(n):
    d, l = {}, list(range(n))
    out = []
    for i in range(n):
        d[i] = i
        d[str(i)] = i
        if i >= 10:
            del d[i - 10]
            del d[str(i - 10)]
        del l[0]
        if l and i % 3 == 0:
            del l[-1]
        try:
            del d[i - 10]
        except KeyError as e:
            out.append(e.args[0])
        try:
            del l[1000]
        except IndexError as e:
            last = str(e)
        if not l:
            break
    return len(d), len(l), out[-1], len(out), last, sorted(map(str, d))[:4]


print(accounts(1000))
try:
    uncaught(400)
except ValueError:
    traceback.print_exc()
print(grid(500))
print(swaps(900))
print(chained(300))
print(function_attributes(400))
print(many_attributes(400))
print(deleting(400))
