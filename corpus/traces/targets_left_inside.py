# A trace left while a target's operand is read: the statement's target is stored anew, and nothing of the path is left over for what follows.
class Meta(type):
    def sub(cls, u, p, state):
        if state in p:
            return p[state]
    def process(cls, name, tokendefs=None):
        p = cls.a[name] = {}
        for state in list(tokendefs):
            cls.sub(tokendefs, p, state)
        return p
    def make(cls):
        cls.a = {}
        cls.t = cls.process('', cls.get())
    def get(cls):
        return cls.tokens

for i in range(300):
    class R(metaclass=Meta):
        tokens = {'root': [1, 2, 3], 'b': [4], 'c': ()}
    R.make()
print(R.t, R.a)

class Heap:
    def __init__(self, items):
        self.items = items
    def swap(self, i, j):
        self.items[i], self.items[j] = self.items[j], self.items[i]
        return len(self.items)
    def both(self, i, v):
        self.last = self.items[i] = v
        return self.last

class Slotted:
    __slots__ = ('items', 'last')
    swap, both = Heap.swap, Heap.both
    def __init__(self, items):
        self.items = items

class Loud(Heap):
    log = []
    @property
    def items(self):
        self.log.append(1)
        return self._items
    @items.setter
    def items(self, v):
        self._items = v

class Listy(list):
    def __setitem__(self, i, v):
        list.__setitem__(self, i, v * 10)

def run(make):
    total = 0
    h = make()
    for i in range(400):
        if i % 50 == 49:
            h = make()
        total += h.swap(i % 5, (i * 7) % 5)
        total += h.both(i % 3, i)
    return total, list(h.items)
for make in (lambda: Heap([5, 4, 3, 2, 1]), lambda: Slotted(list(range(5))), lambda: Heap(dict.fromkeys(range(5), 1)), lambda: Loud([1, 2, 3, 4, 5]),
             lambda: Heap(Listy([1, 2, 3, 4, 5])), lambda: Heap(bytearray(400)), lambda: Slotted([0.5] * 9)):
    try:
        print(run(make))
    except ValueError as e:
        print(e)
print(len(Loud.log))

table = {}
class Root:
    names = {}
def register(i, where=Root):
    for where.names[i % 3], table[i] in [(i, i + 1), (i + 2, i + 3)]:
        pass
    where.names['x'] = table['y'] = k = i
    return k
print(sum(register(i) for i in range(500)), sum(register(i, type('T', (), {'names': {}})) for i in range(100)), Root.names, len(table))
