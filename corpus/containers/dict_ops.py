d = {"a": 1, "b": 2, 3: "three", (1, 2): "pair", None: 0, 2.5: "f", True: "yes"}
print(d, len(d), d["a"], d[1], d[True], d[1.0], d.get("zz"), d.get("zz", 5), "a" in d, "zz" not in d)
d["c"] = 3; d["a"] = 10; del d[3]; print(d, list(d), list(d.values()), list(d.items()))
print(d.pop("c"), d.pop("zz", "dflt"), d.popitem(), d.setdefault("n", []), d.setdefault("a", 99)); d["n"].append(1); print(d)
d.update({"x": 1}, y=2); d.update([("z", 3), ["w", 4]]); d.update(); d |= {"q": 5}; print(d, {"a": 1} | {"a": 2, "b": 3}, dict(a=1) | {})
print(dict(), dict([(1, 2)]), dict(a=1, b=2), dict({"k": 1}, z=2), dict(zip("ab", [1, 2])), dict.fromkeys("abc"), dict.fromkeys([1, 2], 0), {**{"a": 1}, "b": 2, **{"a": 3}}, {k: v for k, v in zip("xy", range(2))})
k, v, i = d.keys(), d.values(), d.items(); d["late"] = 1; print("late" in k, 1 in v, ("late", 1) in i, len(k), type(k).__name__, list(reversed(d))[:2], repr({"a": 1}.keys()), {"a": 1}.values(), {"a": 1}.items())
print({"a", "b"} & {"a": 1}.keys(), sorted({"a": 1, "b": 2}.keys() | {"c"}), {"a": 1}.keys() - {"a"}, {"a": 1}.items() & {("a", 1)}, {"a": 1}.keys() == {"a"}, {"a": 1}.keys() <= {"a", "b"}, {"a": 1}.keys().isdisjoint("b"), {"a": 1}.keys() ^ {"b"} == {"a", "b"}, {"a": 1}.keys().mapping)
print({"a": 1, "b": 2} == {"b": 2, "a": 1}, {} == {}, {"a": 1} != {"a": 2}, {1: 1} == {1.0: True}, d == 5)
for key in d: print(key, end=" ")
print()
for key, value in sorted(((str(k), v) for k, v in d.items())): print(key, value, end="; ")
print()
class H:
    def __init__(self, n): self.n = n
    def __hash__(self): return self.n % 3
    def __eq__(self, o): return isinstance(o, H) and self.n == o.n
    def __repr__(self): return f"H{self.n}"
h = {H(i): i for i in range(20)}; print(h[H(7)], H(25) in h, len(h), list(h)[:4]); [h.pop(H(i)) for i in range(0, 20, 2)]; print(h); h[H(4)] = "again"; print(list(h)[-1])
class D(dict):
    def __missing__(self, key): return f"missing {key}"
m = D(a=1); print(m["a"], m["b"], m.get("b"), "b" in m, m, m.copy(), type(m.copy()).__name__, m | {})
for op in (lambda: {}["k"], lambda: {}[(1, 2)], lambda: {}.pop("k"), lambda: {}.popitem(), lambda: {[]: 1}, lambda: {}[[]], lambda: dict(5), lambda: dict([1]), lambda: dict([(1, 2, 3)]), lambda: {} + {}, lambda: {} < {}, lambda: {} | [], lambda: dict(**{1: 2}), lambda: dict({}, {}), lambda: hash({}), lambda: {}.foo, lambda: {"a": 1}.update(5), lambda: {}.keys()[0], lambda: {}.get(), lambda: {[1]: 2}.get([1]), lambda: dict.fromkeys(5), lambda: {**5}, lambda: dict(a=1, **{"a": 2}), lambda: {{}: 1}, lambda: {1: 2}.items() | 5):
    try: print(op())
    except Exception as e: print(type(e).__name__ + ":", e)
try:
    for key in (grow := {1: 1}): grow[key + 1] = 0
except RuntimeError as e: print(e)
try:
    shrink = {1: 1, 2: 2}
    for key in shrink: del shrink[key]
except RuntimeError as e: print(e)
try:
    moved = {1: 1, 2: 2}
    for key in moved: del moved[key]; moved[key + 10] = 0
except RuntimeError as e: print(e)
big = {}
for i in range(1000): big[i * 7919 % 1009] = i
for i in range(0, 1009, 3): big.pop(i, None)
print(len(big), sum(big), sum(big.values()), list(big)[:5], list(big.items())[-2:])
n = {}; n["self"] = n; print(n, {"k": {"nested": [1, {"deep": ()}]}}); big.clear(); print(big, bool(big), bool({0: 0}))
nested = {}; nested.setdefault("x", {}).setdefault("y", []).append(1); print(nested); o = {"b": 1, "a": 2}; o["b"] = 3; print(o, next(iter(o)), *o, [*o.values()])
