from collections import Counter, deque, defaultdict, OrderedDict, ChainMap, UserDict, UserList, UserString
c = Counter("abracadabra"); print(c, c.most_common(2), c["a"], c["zz"], sorted(c.elements())[:4], c.total(), c + Counter("aab"), c - Counter("aaaaaa"), c & Counter("ab"), c | Counter(z=3)); c.update("zz"); c.subtract({"a": 3}); print(c, +c, -c, Counter(a=1) == Counter(a=1, b=0), Counter(a=1) <= Counter(a=2), dict(Counter([1, 1, 2]))); del c["z"]; print(c.pop("b"), len(c), Counter(a=-1), Counter())
d = deque([1, 2, 3], maxlen=4); d.append(4); d.append(5); d.appendleft(0); print(d, d.maxlen, d.pop(), d.popleft(), d, d[0], d[-1], len(d), 3 in d); d.extend([7, 8]); d.extendleft("ab"); d.rotate(1); print(d); d.rotate(-2); print(d, d.index("a") if "a" in d else "-", d.count(7), list(reversed(d)), d.copy() == d); d.clear(); print(d, bool(d)); e = deque("abc"); e.insert(1, "z"); e.remove("b"); e.reverse(); e[0] = "Q"; del e[1]; e += "xy"; print(e, e * 2, e + deque("k"), deque("ab") < deque("b"), deque([[]]), deque(maxlen=0))
for op in (lambda: deque().pop(), lambda: deque().popleft(), lambda: deque([1])[5], lambda: deque([1]).remove(2), lambda: deque([1]).index(2), lambda: deque(maxlen=-1), lambda: deque([1], maxlen=1).insert(0, 2), lambda: deque()[0:1], lambda: hash(deque()), lambda: deque(5), lambda: defaultdict(5), lambda: OrderedDict().popitem(), lambda: Counter(5), lambda: defaultdict()["x"], lambda: OrderedDict().move_to_end("x"), lambda: ChainMap()["x"], lambda: deque([1]) + [1]):
    try: print(op())
    except Exception as e: print(type(e).__name__ + ":", e)
try:
    q = deque([1, 2])
    for x in q: q.append(x)
except RuntimeError as e: print(e)
dd = defaultdict(list, a=[0]); dd["a"].append(1); dd["b"].append(2); print(dd, dd.get("c"), "c" in dd, dd.default_factory, dict(dd), dd.copy(), dd | {"z": 1}); dd.default_factory = None
try: dd["zz"]
except KeyError as e: print("KeyError", e)
n = defaultdict(lambda: defaultdict(int)); n["x"]["y"] += 5; print({k: dict(v) for k, v in n.items()})
o = OrderedDict([("a", 1), ("b", 2), ("c", 3)]); o.move_to_end("a"); o.move_to_end("c", last=False); print(o, o.popitem(), o.popitem(last=False), o, OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == {"b": 2, "a": 1}, list(reversed(OrderedDict(x=1, y=2))), OrderedDict.fromkeys("ab"), o | {"q": 1})
m = ChainMap({"a": 1}, {"a": 2, "b": 3}); print(m["a"], m["b"], dict(m) == {"a": 1, "b": 3}, len(m), m.maps, m.new_child({"c": 4})["c"], m.parents, list(m)); m["b"] = 9; print(m.maps, m); del m["b"]; print(m["b"])
class UD(UserDict):
    def __setitem__(self, k, v): super().__setitem__(k.lower(), v)
u = UD(A=1); u["B"] = 2; u.update(C=3); print(u, u.data, "a" in u, len(u)); ul = UserList([3, 1]); ul.append(2); ul.sort(); print(ul, ul + [5], ul[0:2], type(ul[0:2]).__name__); us = UserString("abc"); print(us.upper(), us + "d", us[1], len(us), us == "abc")
class LRU(OrderedDict):
    def __init__(self, n): super().__init__(); self.n = n
    def __getitem__(self, k): v = super().__getitem__(k); self.move_to_end(k); return v
    def __setitem__(self, k, v): super().__setitem__(k, v); len(self) > self.n and self.popitem(last=False)
l = LRU(2); l["a"] = 1; l["b"] = 2; l["a"]; l["c"] = 3; print(list(l), l); words = "to be or not to be".split(); print(Counter(words).most_common(), Counter(map(len, words)), sorted(Counter(words).items(), key=lambda kv: (-kv[1], kv[0])))
