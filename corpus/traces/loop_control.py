# break, continue, else, nested loops, early returns, long bodies, in hot loops.
def primes(n):
    out = []
    for i in range(2, n):
        for p in out:
            if p * p > i: out.append(i); break
            if i % p == 0: break
        else: out.append(i)
    return out
def find(m, target):
    for i, row in enumerate(m):
        for j, v in enumerate(row):
            if v == target: return i, j
            if v > target * 2: break
            if v % 5 == 0: continue
    else: return "not found"
def while_else(n):
    i = total = 0
    while i < n:
        i += 1
        if i % 3 == 0: continue
        if i > n - 2: break
        j = i
        while j > 0:
            j -= 7
            if j == 3: break
        else: total += 1
        total += j
    else: total = -1
    return total
print(len(primes(2000)), primes(2000)[-3:], [find([[i * j for j in range(40)] for i in range(40)], t) for t in (144, 1521, 7, 9999)], while_else(1000), while_else(1))
def nested(n):
    t = 0
    for i in range(n):
        for j in range(i):
            for k in range(3):
                if (i + j + k) % 4 == 0: continue
                t += i * j - k
                if t > 10**6: t -= 10**6; break
    return t
def triangle(n):
    rows = [[1]]
    for _ in range(n):
        last = rows[-1]
        rows.append([1] + [last[i] + last[i + 1] for i in range(len(last) - 1)] + [1])
    return rows[-1][:8], sum(rows[-1])
def early(n):
    for i in range(n):
        if i == n - 5: return i
    return -1
def many_branches(n):
    c = [0] * 12
    for i in range(n):
        if i % 2 == 0: c[0] += 1
        if i % 3 == 0: c[1] += 1
        elif i % 5 == 0: c[2] += 1
        elif i % 7 == 0: c[3] += 1
        else: c[4] += 1
        if i & 8 and not i & 4: c[5] += 1
        if 100 < i < 200 or i > 900: c[6] += 1
        c[7] += 1 if i % 11 else 2
        c[8] = max(c[8], i * 37 % 101)
        c[9] = min(c[9], -i)
        c[10] ^= i
        c[11] += (i > 500) + (i < 20)
    return c
print(nested(60), triangle(300), [early(k) for k in (10, 500, 2000)], many_branches(1500))
def hot_in_function(n):
    def helper(k):
        s = 0
        while k: s += k & 1; k >>= 1
        return s
    return sum(helper(i) for i in range(n))
def changing_bounds(n):
    i, limit, steps = 0, n, 0
    while i < limit:
        i += 1
        if i % 10 == 0 and limit > n // 2: limit -= 5
        steps += i % limit
    return i, limit, steps
def range_steps():
    return [sum(range(a, b, s)) for a, b, s in ((0, 1000, 7), (1000, 0, -3), (-500, 500, 11), (5, 5, 1))], sum(i * j for i in range(0, 300, 7) for j in range(30, 0, -4))
print(hot_in_function(1000), changing_bounds(800), range_steps())
x = 0
for x in range(1000):
    if x % 100 == 99: last = x
print(x, last)
try:
    for y in range(1000): 10 / (y - 700)
except ZeroDivisionError as e: print(e, y)
while True:
    x -= 1
    if x < 5: break
print(x)
