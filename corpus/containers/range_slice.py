for args in ((5,), (2, 8), (0, 20, 3), (10, 0, -2), (0,), (5, 5), (5, 0), (-3, 3)):
    r = range(*args)
    print(r, list(r), len(r), r[0] if r else None, r[-1] if r else None, r[::-1], r[1:3], 4 in r, r.index(4) if 4 in r else "-", r.count(4), list(reversed(r)), bool(r), r.start, r.stop, r.step)
print(range(3) == range(0, 3, 1), range(0) == range(5, 5), hash(range(3)) == hash(range(0, 3)), range(10**20)[10**19], len(range(0, 10**18, 7)), 10**19 in range(10**20), range(10)[2:8][::2], range(5).index(True), 2.0 in range(5), "a" in range(3), sum(range(101)), max(range(5)), range(1, 10)[slice(None, None, 4)])
for op in (lambda: range(), lambda: range(1.5), lambda: range(1, 2, 0), lambda: range(3)[5], lambda: range("a"), lambda: range(3).index(9), lambda: len(range(10**30)), lambda: range(1, 2, 3, 4), lambda: range(3)["a"], lambda: range(3) + 1, lambda: range(stop=3)):
    try: print(op())
    except Exception as e: print(type(e).__name__ + ":", e)
s = slice(1, 10, 2); print(s, s.start, s.stop, s.step, s.indices(5), slice(None).indices(3), slice(5), slice(None, None, -1).indices(4), s == slice(1, 10, 2), hash(slice(1, 2)) == hash(slice(1, 2)), slice(-3, None).indices(10))
class G:
    def __getitem__(self, key): return key
    def __setitem__(self, key, value): print("set", key, value)
    def __delitem__(self, key): print("del", key)
g = G(); print(g[1], g[1:2], g[::3], g[1, 2], g[1:2, ::3], g[...], g[:, None], g["k"], g[()], g[*[1, 2], 3], g[1:2:3]); g[1:2] = 5; g[0, 1] = 6; del g[::2]
