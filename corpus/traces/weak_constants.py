# What only a trace knows is not alive.
import gc
import weakref


class Big:
    def __init__(self, n):
        self.items = list(range(n))


def run(f, n):
    total = 0
    for i in range(n):
        total += f(i)
    return total


def work(n, refs):
    class Scale:
        factor = Big(3)

        def __call__(self, i):
            return i * len(self.factor.items)

    scale = Scale()
    big = Big(10)

    def add(i, other=big):
        return i + len(other.items)

    refs += [weakref.ref(x) for x in (Scale, Scale.factor, scale, big, add)]
    return run(scale, n) + run(add, n) + run(lambda i: add(i) + scale(i), n)


def below(n, refs):
    return work(n, refs)


refs = []
print(below(3000, refs))
print(below(3000, refs))
gc.collect()
print([r() is None for r in refs])

# An address that a dead constant had is not taken for the new object's.
seen = []
for k in range(6):
    refs = []
    seen.append(below(700 + k, refs))
    gc.collect()
print(seen)
