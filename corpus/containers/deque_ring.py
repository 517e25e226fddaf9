"""Deques changed in the middle, wherever their ring begins and ends, against lists."""
from collections import deque
import random
r = random.Random(5)
def turned(n, k, size):
    """A deque of N items whose ring begins at some other place."""
    d = deque(range(n))
    for i in range(k): d.append(d.popleft()) if n else None
    return d
bad = steps = 0
for n in (0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 40):
    for k in (0, 1, 5, 7, 30):
        d = turned(n, k, 8); l = list(d)
        for step in range(40):
            op = r.randrange(9); i = r.randrange(-len(l) - 2, len(l) + 3); x = object() if op == 0 else step
            if op in (0, 1): d.insert(i, x); l.insert(i, x)
            elif op == 2 and -len(l) <= i < len(l): del d[i]; del l[i]
            elif op == 3: d.reverse(); l.reverse()
            elif op == 4: d.extend([x] * (step % 5)); l.extend([x] * (step % 5))
            elif op == 5: d.extendleft((x, 1)); l[:0] = [1, x]
            elif op == 6 and l: d.remove(l[i % len(l)]); l.remove(l[i % len(l)])
            elif op == 7: d.rotate(i); l = l[-i % len(l):] + l[:-i % len(l)] if l else l
            elif op == 8: d = d.copy(); d += tuple(l[:3]); l += l[:3]
            steps += 1
            if list(d) != l or list(reversed(d)) != l[::-1] or len(d) != len(l): bad += 1
print(bad, steps)
for m in (0, 1, 3, 8, 9):
    d = deque(range(20), m); print(d, end=" ")
    d.extend([1, 2]); d.extend(tuple(range(100))); print(d, end=" ")
    d.extend([]); d.extend(d); d += d; print(d, d.copy(), d.copy().maxlen, end=" ")
    try: d.insert(1, "x"); print("inserted")
    except IndexError as e: print(e)
    d.extendleft([7, 8, 9, 10]); d.reverse(); print(d)
d = deque([1, 2, 3], 5); d.insert(0, "a"); d.insert(-1, "b"); print(d)
d = deque(range(5)); it = iter(d); next(it)
for f in (lambda: d.insert(2, 9), lambda: d.reverse(), lambda: d.extend([1])):
    it = iter(d); next(it); f()
    try: print(next(it))
    except RuntimeError as e: print(e)
class Boom:
    def __iter__(self): yield 1; yield 2; raise ValueError("boom")
d = deque([0])
try: d.extend(Boom())
except ValueError as e: print(d, e)
class L(list):
    def __iter__(self): return iter("own")
d.extend(L([1, 2])); print(d, deque(L([3])))
d = deque(); d.extend(list(range(1000))); d.extend(range(1000)); print(len(d), d[999], d[1000], sum(d))
