# Lists: every method, slicing assignment, sorting, copying.
a = [3, 1, 2]
a.append(5); a.extend([9, 8]); a.extend(x for x in "ab"); a.insert(0, "first"); a.insert(-1, "near end"); a.insert(100, "last"); print(a)
print(a.pop(), a.pop(0), a.pop(-2), a, a.index(9), a.count(1), len(a)); a.remove("b"); a.reverse(); print(a)
b = a[:]; b[1:3] = ["x", "y", "z"]; print(b, a); b[::2] = [0] * len(b[::2]); print(b); b[1:1] = [7, 7]; b[:0] = "pq"; b[len(b):] = ["e"]; print(b); b[2:5] = []; print(b)
del b[0]; del b[-1]; del b[::2]; print(b); b[:] = range(10); del b[2:5]; print(b, b[-3:], b[::-1], b[5:2:-1], b[100:], b[-100:2])
print([1, 2] + [3], [0] * 3, 2 * [1, 2], [] * 5, [1, 2] == [1, 2], [1, 2] < [1, 3], [1] < [1, 0], [2] > [1, 5], [1, "a"] != [1, "b"], 3 in [1, 3], [1] in [[1]])
c = [5, 2, 8, 1]; c.sort(); print(c); c.sort(reverse=True); print(c); c.sort(key=lambda v: -v % 3); print(c)
print(sorted("hello"), sorted({3: 1, 1: 2}), sorted([(2, "b"), (1, "z"), (2, "a")]), sorted(["b", "A", "c"], key=str.lower), sorted([1.5, 1, True, 0]), sorted([[2], [1, 2], []], key=len, reverse=True))
words = "apple Bob cat Dog elephant fig".split()
print(sorted(words, key=lambda w: (len(w), w)), sorted(words, key=len, reverse=True), max(words, key=len), min(words, key=str.lower), list(reversed(words)))
d = [1]; d += "ab"; d *= 2; e = d; e += [0]; print(d is e, d, d.copy() is d, list(d) == d)
m = [[0] * 3 for _ in range(2)]; m[0][1] = 5; shared = [[0]] * 2; shared[0].append(1); print(m, shared)
r = []; r.append(r); print(r, [r, 1]); n = [1, [2, [3, [4]]]]; print(n[1][1][1][0], str(n))
for i, x in enumerate([10, 20], 1): print(i, x, end="; ")
print(list(map(str, a)), list(filter(None, [0, 1, "", 2])), list(zip([1, 2], "ab")), sum([[1], [2]], []), any([0, 1]), [*a, *"xy"], [1, 2][True])
def show(f):
    try: print(f())
    except Exception as ex: print(type(ex).__name__ + ":", ex)
for f in (lambda: [][0], lambda: [1][1:][0], lambda: [].pop(), lambda: [1].pop(5), lambda: [1].remove(2), lambda: [1].index(2), lambda: [1] + (2,), lambda: [1] * "a", lambda: list([1])["a"], lambda: [1, "a"].sort(), lambda: [3, 1].sort(5), lambda: sorted(5), lambda: list(5), lambda: [1].extend(5), lambda: [1, 2].__setitem__(5, 1), lambda: [1].insert("a", 1), lambda: hash([]), lambda: [1] < 5, lambda: [1].foo, lambda: {[]: 1}, lambda: [1].__delitem__(3), lambda: [1, 2, 3].index(3, 0, 2), lambda: list([1])[1.0], lambda: max([]), lambda: list(1, 2), lambda: [].sort(key=5, x=1)):
    show(f)
def assign():
    x = [1, 2, 3, 4]; x[::2] = [1]
show(assign)
def assign2():
    x = [1]; x[0:1] = 5
show(assign2)
lst = [1, 2, 3, 4, 5, 6]
for x in lst:
    if x % 2 == 0: lst.remove(x)
print(lst)
grow = [1]
for x in grow:
    if x < 50: grow.append(x * 3)
print(grow, [x for x in range(20) if x % 3 == 0][::-1], list("abc"), list(), list((1, 2)), list({"k": 1}))
