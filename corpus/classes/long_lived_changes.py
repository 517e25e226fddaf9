"""What lives long is changed while much comes and goes: full collections in between must not lose what only it refers to."""
import weakref


class Node:
    def __init__(self, key, child):
        self.key, self.child = key, child


def steps(n):
    kept = []
    for i in range(n):
        kept.append([i, str(i)])
        if len(kept) > 50:
            kept = kept[25:]
        yield kept


table = {i: [i] for i in range(3000)}
nodes = [Node(i, None) for i in range(3000)]
running = steps(10 ** 9)
names = weakref.WeakValueDictionary()
seed = 1
for round in range(40):
    # Some of the old are changed, all of them now and then.
    for _ in range(300):
        seed = seed * 1103515245 + 12345 & 0x7FFFFFFF
        k = seed % 3000
        table[k] = [k, (round, str(k)), {"k": [k]}]
        nodes[k].child = Node(k, [str(k), k * 1.5])
        names[k] = nodes[k].child
        last = next(running)
    # Several megabytes that outlive a few collections.
    pieces = []
    for i in range(20000):
        pieces.append((i, [str(i)]))
    for k, v in table.items():
        if v[0] != k or len(v) > 1 and (v[1][1] != str(k) or v[2]["k"] != [k]):
            raise SystemExit(f"{k}: {v}")
    for k, v in enumerate(nodes):
        c = v.child
        if c is not None and (c.key != k or c.child[0] != str(k) or c.child[1] != k * 1.5 or names.get(k) is not c):
            raise SystemExit(f"node {k}")
    if [int(b) for a, b in last] != [a for a, b in last]:
        raise SystemExit(f"generator: {last}")
print(len(pieces), sum(len(v) for v in table.values()), sum(n.child is not None for n in nodes), last[-1])
