# Classes that a function defines anew at each call, with loops long enough to be compiled for each: objects of older classes may come back.
def measure(n, kept):
    class Vector:
        __slots__ = ("x", "y")
        def __init__(self, x, y): self.x, self.y = x, y
        def __add__(self, o): return Vector(self.x + o.x, self.y + o.y)
        def __mul__(self, s): return Vector(self.x * s, self.y * s)
        def name(self): return "%s%d" % (type(self).__name__, len(kept))
    class Named(Vector):
        def __init__(self, x, y):
            super().__init__(x, y)
            self.label = "n"
    a, d = Vector(0, 1), Named(1, 2)
    for i in range(n):
        a = a + d * 2
        if i % 50 == 0: d = Named(i, d.y)
    kept.append(d)
    return a.x, a.y, a.name(), d.label

def mixed(objects, n):
    total = 0
    for i in range(n):
        o = objects[i % len(objects)]
        total += o.x + len(o.label)
    return total

kept = []
for call in range(14): print(measure(700 + call, kept))
print(mixed(kept, 4000), len({type(o) for o in kept}))
for call in range(6):
    measure(500, kept)
    print(mixed(kept[-3:], 900), mixed(kept, 900))
