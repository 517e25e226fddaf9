"""Truth told by `__bool__` and `__len__` in Python, in traces: in conditions, `and`, `or`, `not`, comprehensions, `any` and `all`."""


class Always:
    def __bool__(self): return True
class Box:
    def __init__(self, items): self.items = items
    def __len__(self): return len(self.items)
class Asked:
    def __init__(self, k): self.k = k; self.asked = 0
    def __bool__(self):
        self.asked += 1
        return self.k > 2
class Chain:
    def __init__(self, o): self.o = o
    def __bool__(self): return True if self.o else False
class Wide:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
class Loops:
    def __init__(self, items): self.items = items
    def __bool__(self):
        for x in self.items:
            if x == 3: return True
        return False


def conditions(n, objects):
    t = 0
    for i in range(n):
        for x in objects:
            if x: t += 1
            if not x: t += 100
            y = x or None
            if y is None: t += 1000
            z = x and i
            if z is x: t += 10000
            t += len([1 for _ in (0,) if x]) + any(v for v in (x, 0)) + all(v for v in (1, x)) + (3 if x else 5)
            while x:
                t += 7
                break
    return t


def parent(n, o, p):
    found = 0
    for i in range(n):
        q = (o if i & 3 else p) or p
        found += q is o
    return found


sets = {
    "always": [Always()],
    "boxes": [Box([]), Box([1]), Box([]), Box("ab")],
    "asked": [Asked(i) for i in range(5)],
    "chains": [Chain(Box([1])), Chain(None), Chain(Chain(Always())), Chain(Asked(1)), Chain(Asked(9))],
    "wide": [Wide(0), Wide(1), Wide(True), Wide(False), Wide(1 << 40)],
    "loops": [Loops([1, 2, 3, 4]), Loops([]), Loops([2, 2]), Loops(iter([1, 3, 5]))],
    "mixed": [Always(), Box([]), Asked(3), Chain(Box([])), Wide(2), None, 3, "", Loops((3,))],
}
for name, objects in sets.items():
    print(name, conditions(60, objects), [x.asked for x in objects if isinstance(x, Asked)])
print(parent(400, Always(), None), parent(400, Box([]), 5))


# What a method gives that it must not.
class Wrong:
    value = True
    def __bool__(self): return self.value
class Negative:
    value = 1
    def __len__(self): return self.value
class Raises:
    left = 500
    def __bool__(self):
        Raises.left -= 1
        if Raises.left < 0: raise ValueError("asked too often")
        return True
def changed(n, o, at, value):
    t = 0
    for i in range(n):
        if i == at: o.value = value
        if o: t += i
    return t
for o, value in ((Wrong(), 1), (Wrong(), None), (Negative(), -1), (Negative(), "x"), (Negative(), 1 << 70), (Negative(), False)):
    try: print(changed(400, o, 300, value))
    except (TypeError, ValueError, OverflowError) as e: print(type(e).__name__, e)
try: print(conditions(400, [Raises()]))
except ValueError as e: print(e, e.__traceback__.tb_next.tb_lineno)
def redefined(n):
    class C:
        def __bool__(self): return True
    o, t = C(), 0
    for i in range(n):
        if i == 300: C.__bool__ = lambda self: False
        if i == 350: del C.__bool__; C.__len__ = lambda self: 0
        if i == 380: C.__bool__ = lambda self: True
        t += 1 if o else 1000
    return t
print(redefined(400))
def deep(n):
    class Deep:
        def __bool__(self): return bool(self)
    for i in range(n):
        try: bool(Deep())
        except RecursionError: pass
    return n
print(deep(3))
