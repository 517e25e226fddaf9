"""A float that is boxed is the same after a trace held it without a box: sentinels that are infinite, huge, tiny or no numbers."""
import collections
import operator

INFINITY = float("inf")
SENTINELS = [INFINITY, -INFINITY, 1e300, 5e-324, float("nan"), -0.0]


def stored(n):
    """What a trace stores is compared by code that runs less often."""
    found = []
    for s in SENTINELS:
        d, xs = {}, [0.0] * 8
        for k in range(n):
            d[k & 7] = s if k % 3 else float(k)
            xs[k & 7] = d[k & 7]
        found.append((sum(v is s for v in d.values()), sum(map(operator.is_, xs, [s] * 8)), [v is not s for v in xs]))
    return found


def asked(n):
    hits = [0] * 6
    values = [None, INFINITY, 3, INFINITY, [], "x", 2.5, 1e300]
    a, b = [], [1]
    for k in range(n):
        v = values[k & 7]
        if v is INFINITY: hits[0] += 1
        if v is None: hits[1] += 1
        if v is not values[k * 3 & 7]: hits[2] += 1
        w = a if k % 100 else b
        if w is a: hits[3] += 1
        if 0 <= k is not v: hits[4] += 1
        x = INFINITY if k > n - 5 else a
        y = INFINITY if k > n - 5 else b
        if x is y: hits[5] += 1
    return hits


def matched(edges, left):
    """Pairs by Hopcroft and Karp: distances are infinite or not."""
    def search():
        for v in left:
            distances[v] = 0 if pairs[v] is None else INFINITY
            if pairs[v] is None: queue.append(v)
        distances[None] = INFINITY
        while queue:
            v = queue.popleft()
            if distances[v] < distances[None]:
                for u in edges[v]:
                    if distances[back[u]] is INFINITY:
                        distances[back[u]] = distances[v] + 1
                        queue.append(back[u])
        return distances[None] is not INFINITY

    def augment(v):
        if v is None: return True
        for u in edges[v]:
            if distances[back[u]] == distances[v] + 1 and augment(back[u]):
                back[u], pairs[v] = v, u
                return True
        distances[v] = INFINITY
        return False

    pairs = dict.fromkeys(left)
    back = dict.fromkeys(u for v in left for u in edges[v])
    distances, queue = {}, collections.deque()
    while search():
        for v in left:
            if pairs[v] is None: augment(v)
    return sum(v is not None for v in pairs.values()), pairs


print(stored(900))
print(asked(2000))
seed = 7
for k in range(120):
    edges = {("l", i): [] for i in range(8)}
    for _ in range(20):
        seed = (seed * 69069 + 1) % 2 ** 32
        edges["l", seed >> 8 & 7].append(("r", seed >> 16 & 7))
    count, pairs = matched(edges, list(edges))
    if k % 10 == 0: print(count, sorted(u for _, u in filter(None, pairs.values())))
