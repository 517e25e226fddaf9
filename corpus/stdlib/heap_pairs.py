# Heaps of tuples: told apart by their first items, by later ones, by numbers of different kinds, or not at all.
import heapq
class Never:
    def __lt__(self, o): raise AssertionError("asked")
def drain(items):
    h = []
    for x in items: heapq.heappush(h, x)
    out = []
    try:
        while h: out.append(heapq.heappop(h))
    except TypeError as e: out.append(str(e))
    return out
print(drain([(3, "c"), (1, "a"), (2, "b"), (1, "Z"), (2, "B")]))
print(drain([(3.5, 1), (1, 2), (True, 0), (1.0, -1), (2**70, 0), (-2**70, 5)]))
print([x[0] for x in drain([(5, Never()), (2, Never()), (9, Never()), (0.5, Never())])])
print(drain([(1, None), (2, None), (1, None)]))
print(drain([(), (1,), (), (0, 1)]))
print(drain([(float("nan"), 1), (1.0, 2), (0.5, 3), (float("nan"), 0)]))
print(drain([(0.0, 2), (-0.0, 1), (0, 3)]))
h = [(i * 7919 % 101, i) for i in range(101)]
heapq.heapify(h)
print([heapq.heappushpop(h, (i, -2))[0] for i in range(5)], heapq.nsmallest(3, h), heapq.heapreplace(h, (50, -1)))
class Sub(tuple):
    def __lt__(self, o): return tuple.__gt__(self, o)
print(drain([Sub((1, 2)), Sub((3, 4)), Sub((2, 3))]))
