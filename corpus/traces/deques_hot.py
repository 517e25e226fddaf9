# Deques in traces: searches, windows, what empties and what is empty, limits, subclasses, items of any kind.
from collections import deque

def search(n):
    q, seen, order = deque([1]), {1}, 0
    while q:
        x = q.popleft()
        order = (order * 31 + x) % 1000003
        for y in (2 * x, 2 * x + 1, x // 3):
            if y < n and y not in seen:
                seen.add(y)
                q.append(y)
    return order, len(seen)

def window(q, n):
    t = 0
    for i in range(n):
        q.append(i if i % 50 else float(i))
        if len(q) == 20:
            t += q[0] + q[-1] * q[i % 20] + q[-(i % 20) - 1]
    return t, len(q)

def ends(n):
    q, out = deque(range(10)), []
    for i in range(n):
        if i % 3: q.appendleft(q.pop())
        else: q.append(q.popleft())
        if i % 100 == 7: out.append(q[0])
        if i == n - 5: q.clear()
        if not q:
            q.extend("abc")
    return out[-3:], list(q)

def beyond(n):
    q, t = deque([1, 2]), 0
    for i in range(n):
        try:
            t += q[i % 4 - 1]
            if i % 7 == 0: t += q.pop()
            if i % 7 == 3: q.append(i)
            if i % 500 == 499: q.clear(); q.popleft()
        except IndexError as e:
            t += len(str(e))
            q.append(1)
            if len(q) < 2: q.append(5)
    return t, len(q)

class Counted(deque):
    pops = 0
    def popleft(self):
        self.pops += 1
        return super().popleft()

def counted(n):
    q = Counted()
    for i in range(n):
        q.append((i, str(i)))
        if len(q) > 3: q.popleft()
    return q.pops, q[0], bool(q)

def grows(n):
    # While it is gone through.
    q, t = deque(range(5)), 0
    try:
        for k, x in enumerate(q):
            t += x
            if k == n: q.append(1)
    except RuntimeError as e:
        return t, str(e)
    return t

print(search(5000))
print(window(deque(maxlen=20), 4000), window(deque(), 600), window(deque(maxlen=0), 600))
print(ends(3000))
print(beyond(3000))
print(counted(2000))
print([grows(i) for i in range(7)])
