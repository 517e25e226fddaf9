# Dicts under constant names (`**` parameters passed on, records, attributes of functions) and instances made by `__new__` and `__init__` from all kinds of
# calls, in traces: each looked at, changed and left in the middle now and then.
import functools

def logged(f):
    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        if kwargs.get("odd") == 3: seen.append(sorted(kwargs.items()))
        return f(*args, **kwargs)
    wrapper.calls = 0
    return wrapper
seen = []
@logged
def add(a, b=1, *, c=0, odd=0): return a + b + c
@logged
def rest(a, **kw):
    kw["more"] = a
    return len(kw) + sum(v for v in kw.values() if isinstance(v, int))
@logged
def order(**kw): return ",".join(kw)
def changed(**kw):
    kw["new"] = 1
    del kw["a"]
    return add(5, **kw) if "b" in kw and "new" not in kw else list(kw)
def keywords():
    t = 0; out = []
    for i in range(400):
        t += add(i, 2) + add(i, c=3) + add(i, b=i, c=i * .5) + add(a=i, odd=i % 50)
        t += rest(i) + rest(i, x=1, y=2) + rest(i, **{"p": i, "q": "s"}) + rest(i, a1=1, a2=2, a3=3, a4=4, a5=5, a6=6)
        s = order(z=1, a=2, m=3) if i % 2 else order(m=1, z=2)
        t += len(s)
        if i % 80 == 0: out.append((s, changed(a=1, b=2), changed(**{"a": i, "c": 3})))
        try: add(1, 2, b=3)
        except TypeError as e: t += len(str(e))
        try: add(1, **{"nope": i})
        except TypeError as e: t += len(str(e))
    return t, out, add.calls, rest.calls, len(seen), seen[0]
print(keywords())

def records():
    rs = [{"name": "n%d" % i, "age": i, "w": i * .5} for i in range(10)] + [{"w": 1.5, "age": 3}, {"age": 1 << 70, "name": None, "w": 1}]
    t = 0
    for i in range(600):
        r = rs[i % 12]
        t += r["age"] + r.get("w", 2) + r.get("no", 1)
        r["age"] = i
        if "name" in r: t += 1
        try: t += len(r["name"] or "")
        except KeyError: t += 5
        if i == 300: rs[3].pop("name"); rs[4].clear(); rs[4]["age"] = 1
        if i == 400: rs[5] = dict(reversed(rs[5].items())); rs[6].popitem(); rs[6]["x"] = 1
        if i % 50 == 0: r["extra%d" % (i % 3)] = i
        r.setdefault("w", 3)
    return t, rs[4], rs[5], rs[6]
print(records())

class Point:
    def __new__(cls, *a, **k):
        if a and a[0] == 99: return "not a point"
        if a and a[0] == 98: return Sub(1, 2)
        o = super().__new__(cls)
        o.made = len(a) + len(k)
        return o
    def __init__(self, x=0, y=0, z=0):
        self.x = x; self.y = y
        if x == 77 and z == 7: raise ValueError("77")
class Sub(Point):
    def __init__(self, x, y=3): super().__init__(x, y); self.sub = True
class OnlyNew:
    def __new__(cls, a, b=2): o = object.__new__(cls); o.v = a + b; return o
class Maker:
    point = Point; inner = OnlyNew
    class Node:
        def __init__(self, v, nx=None): self.v = v; self.nx = nx
    def make(self, *a): return type(self).point(*a)
    def node(self, v): return self.Node(v, nx=v)
class Bad:
    def __init__(self, i): self.i = i; return i if False else self.none()
    def none(self): return 3 if self.i % 100 == 99 else None
def instances():
    t = 0; m = Maker(); out = []
    for i in range(400):
        a = (i, 2) if i % 3 else (i + .5,)
        p = Point(i, 2); q = Point(x=i, y=3); r = Point(*a); s = Sub(i, y=4); u = m.make(i, 1); v = m.point(i)
        t += p.made + q.made + r.made + s.made + u.made + v.made + p.x + q.y + r.x + s.y if i % 11 < 11 and type(p) is type(v) is Point else 0
        if i in (98, 99, 98 + 200): out.append((type(p).__name__, type(u).__name__, type(v).__name__, getattr(p, "sub", None)))
        t += OnlyNew(i).v + OnlyNew(a=i, b=1).v + m.inner(i, b=i).v
        n = m.node(i)
        t += n.v + m.Node(n).v.nx
        try: Point(i % 80, 0, 7)
        except ValueError as e: out.append(str(e))
        try: Bad(i)
        except TypeError as e: out.append(str(e))
        if i == 300: Maker.Node.__init__ = lambda self, v, nx=5: setattr(self, "v", v) or setattr(self, "nx", 0)
        if i == 350: Point.__init__ = lambda self, x=0, y=0, z=0: self.__dict__.update(x=x, y=1)
    return t, out
try: print(instances())
except Exception as e: print(type(e), e)
