"""After gc.collect() nothing that a finished expression referred to is alive, also from within a traced loop."""
import gc
import unittest
import weakref


class Node:
    def __init__(self): self.next = self.prev = None
    def link(self, other):
        self.next = other
        other.prev = self


def ring(n):
    first = current = Node()
    for _ in range(n):
        other = Node()
        current.link(other)
        current = other
    current.link(first)
    return first


def rings(times):
    for i in range(times):
        gc.collect()
        all_rings = []
        for _ in range(20): all_rings.append(ring(10))
        del all_rings
        n = gc.collect()
        # (While a loop is being recorded its values are held.)
        if i > 20 and n < 20 * 11: print("collected", n, "at", i)


rings(300)


class Number:
    def __init__(self, n): self.n = n
    def __eq__(self, other): return self.n == other
    __hash__ = None


class Cached:
    def __init__(self): self.values, self.n = weakref.WeakValueDictionary(), 0
    def get(self, key):
        try: return self.values[key]
        except KeyError: pass
        self.n += 1
        return self.values.setdefault(key, Number(self.n))


class Test(unittest.TestCase):
    def test(self):
        c = Cached()
        self.assertEqual(c.get(0), 1)
        gc.collect()
        self.assertEqual(c.get(0), 2)
        self.assertEqual(len(c.values), len(list(c.values)))


print(unittest.TextTestRunner(open("/dev/null", "w")).run(unittest.defaultTestLoader.loadTestsFromTestCase(Test)).wasSuccessful())
