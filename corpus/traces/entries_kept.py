# Bridges that come back to the entry of a trace with an inner loop: the kinds of its variables are asked for long after it was compiled.
LOG = []


def last(x):
    if isinstance(x, int) and not isinstance(x, bool) and abs(x) >= 10**30: return x % 1000003
    if isinstance(x, float) and (x != x or abs(x) > 1e200): return 1.5
    if isinstance(x, (str, bytes, list, tuple)) and len(x) > 60: return x[:60]
    return x


def divide(p):
    try: return 100 // (p % 5)
    except ZeroDivisionError: return -1
    finally: LOG.append(p & 1)


def counter():
    n = 0
    def step(k):
        nonlocal n
        n += k
        return n
    return step


class Plain:
    def __init__(self, v): self.v = v
    def twice(self): return self.v * 2


class Derived:
    def __init__(self, v): self.v = v; self.n = None
    twice = property(lambda self: self.v)


def run():
    global G
    b, y, o = 2, 1.5, Plain(3)
    step = counter()
    i = -1
    while i < 60:
        i += 1
        k = 0
        while k < i % 12:
            k += 1
            G = last(divide(b))
        y = last(max(y, -123.456))
        match o.twice:
            case _:
                b = last(step(1))
        o = Derived(last(-i))
        z = last(True)
        o.v = last(step(1))
    print(LOG[-12:], len(LOG), b, y, z, o.v, k)


for _ in range(3): run()
