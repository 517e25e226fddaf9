"""`any` and `all` over lists and tuples in hot loops: items of all kinds, those that Python code is asked about, and lists that change."""
import weakref
class Yes: pass
class No:
    def __bool__(self): log.append("no"); return False
class Empty:
    def __len__(self): log.append("len"); return 0
class Bad:
    def __bool__(self): raise ValueError("bad")
log = []
target = Yes()
LISTS = [[], [0], [1], [0, 1], [1, 0], [None, "", 0.0, (), {}], ["a", 1.5, (0,), {0}], [2 ** 70, -1], [0j, b"", range(0), bytearray()], [Yes()], [0, No()], [1, No(), 1], [1, Empty()], [0, Empty(), 1],
         [float("nan")], [weakref.proxy(target)], [True, False], [frozenset(), [0]]]
def decided(l, n):
    out = set()
    for k in range(n):
        log.clear()
        out.add((any(l), all(l), any(tuple(l)), all(tuple(l)), tuple(log)))
    return sorted(out)
for l in LISTS: print(decided(l, 500))
def mixed(n):
    t = 0
    for k in range(n):
        l = LISTS[k % len(LISTS)]
        t = t * 5 + any(l) + 2 * all(l) & 0xFFFFFFFF
    return t
print(mixed(5000))
def growing(n):
    l, t = [1] * 3, 0
    for k in range(n):
        if k == 500: l.append(0)
        if k == 800: l.insert(0, Empty())
        if k == 900: l[0] = Bad()
        try: t += 2 * any(l) + all(l)
        except ValueError as e: return k, t, str(e)
print(growing(2000))
