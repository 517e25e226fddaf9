"""Objects of many classes at one place: what is asked of them (isinstance, attributes, methods, properties, truth, stores) goes by the object, without a
bridge for each class; what changes in a class or an object is seen."""


class Base:
    kind = "base"
    __slots__ = ("args", "parent")

    def __init__(self, args):
        self.args = args
        self.parent = None

    def first(self): return self.args[0]
    @property
    def last(self): return self.args[-1]
    @property
    def own(self): return self.__class__.__name__


class Open:
    kind = "open"
    def __init__(self, args):
        self.args = args
        self.parent = None
    def first(self): return self.args[0] + 1
    @property
    def last(self): return self.args[-1] + 1
    @property
    def own(self): return self.__class__.__name__


CLASSES = [type("S%d" % i, (Base,), {"__slots__": (), "kind": "s%d" % (i % 3)}) for i in range(12)] + [type("O%d" % i, (Open,), {"kind": "o"} if i & 1 else {}) for i in range(12)]
OBJECTS = [c([i, i + 1]) for i, c in enumerate(CLASSES)]
for i, o in enumerate(OBJECTS):
    if isinstance(o, Open) and i % 3 == 0: o.extra = i; o.kind = "own"
MIXED = OBJECTS + [None, 1, "s", 2.5, [1], (), {}, True, 0, "", 1 << 70]


def instances(n):
    out = [0, 0, 0, 0]
    for i in range(n):
        for x in MIXED:
            if isinstance(x, Base): out[0] += 1
            elif isinstance(x, (list, Open, str)): out[1] += 1
            elif isinstance(x, int): out[2] += 1
            else: out[3] += 1
    return out


def attributes(n):
    t, kinds = 0, {}
    for i in range(n):
        for x in OBJECTS:
            t += x.args[1]
            kinds[x.kind] = kinds.get(x.kind, 0) + 1
            if x.parent is not None: t += 1000
    return t, kinds


def methods(n):
    t = 0
    for i in range(n):
        for x in OBJECTS: t += x.first() * 2 + x.last
    return t


def stores(n):
    for i in range(n):
        last = None
        for x in OBJECTS:
            x.parent = last
            x.args = [i, x.args[1]]
            last = x
    return [x.args for x in OBJECTS[::7]], sum(x.parent is None for x in OBJECTS)


def truths(n):
    t = 0
    for i in range(n):
        for x in MIXED:
            if x: t += 1
            if not x: t += 100
            y = x or 5
            if y == 5: t += 1000
    return t


def names(n):
    out = []
    for i in range(n):
        for x in OBJECTS: out.append(x.own)
    return out[:3], out[-3:], len(set(out))


for f in (instances, attributes, methods, stores, truths, names): print(f.__name__, f(40))


# What changes later is seen.
class Says:
    @property
    def __class__(self): return Base
class Asks:
    def __getattribute__(self, name): return Base if name == "__class__" else [7, 7] if name == "args" else object.__getattribute__(self, name)
class Empty:
    def __len__(self): return 0
class Never:
    def __bool__(self): return False
MIXED += [Says(), Asks(), Empty(), Never()]
print(instances(40), truths(40))
OBJECTS[3].__class__.kind = "changed"
OBJECTS[15].kind = "mine"
CLASSES[20].first = lambda self: 1000
CLASSES[2].last = property(lambda self: 5000)
OBJECTS[18].first = lambda: 77
print(attributes(40), methods(40))


class Checked(Open):
    def __setattr__(self, name, v):
        object.__setattr__(self, name, [v, 4] if name == "args" else None)
class Given(Open):
    parent = property(lambda self: None, lambda self, v: print("set") if v is None else None)
class Missing(Base):
    __slots__ = ()
    def __init__(self): pass
OBJECTS += [Checked([1, 2]), Given([1, 2])]
print(stores(40), [x.parent for x in OBJECTS[-2:]])
OBJECTS.append(Missing())
try: print(attributes(3))
except AttributeError as e: print(e)
OBJECTS[0].__class__ = CLASSES[1]
OBJECTS[-1] = Asks()
try: print(methods(3))
except TypeError as e: print(e)
del OBJECTS[-3:]
OBJECTS[-1].__dict__['args'] = [5, 6]
print(methods(40), names(40))
# The same function as a method of one class and as the getter of another's property.
class Method:
    def same(self): return "called"
class Getter: same = property(Method.same)
MANY = [type("M%d" % i, (Method,), {})() for i in range(9)] + [type("G%d" % i, (Getter,), {})() for i in range(9)]
def same(n):
    out = []
    for i in range(n):
        for x in MANY:
            s = x.same
            out.append(s if isinstance(s, str) else s())
    return len(out), set(out)
print(same(40))


# Dicts in which a name lies at many places.
DICTS = [dict.fromkeys(["k%d" % j for j in range(i)] + ["name", "last"], i) for i in range(0, 40, 2)]
def forms(n):
    t = 0
    for i in range(n):
        for d in DICTS:
            t += d["name"] + d.get("last", 5)
            d["name"] = i
            if "other" in d: t += d.get("other")
    return t
print(forms(40))
del DICTS[7]["name"]
try: print(forms(40))
except KeyError as e: print(e)


# Asked for other classes each time.
def asked_for(n, *classes):
    t = 0
    for i in range(n):
        for x in MIXED[:-4]: t += isinstance(x, classes) + isinstance(x, (classes[0], list))
    return t
KINDS = [(Base,), (Open, int), (str,), (list, tuple, dict), (float, Base), (bool,), tuple(CLASSES[:5]), (CLASSES[4], (int, str)), (object,)]
print([asked_for(20, *k) for k in KINDS])
try: asked_for(20, 5)
except TypeError as e: print(e)
class Meta(type):
    def __instancecheck__(self, o): return o is None
print(asked_for(20, Meta("M", (), {})), asked_for(20, list[int].__origin__))
