# Inner loops that end now by themselves, now by break, return or an exception.
def first(l, x):
    for i, y in enumerate(l):
        if y == x: return i
    return -1
def either(l, x):
    k = 0
    while k < 9:
        if k == x: break
        if k * 2 == x + 20: return "never"
        k += 1
    else:
        k = 100
    for y in l:
        if y > x: break
    else:
        y = -5
    return k + y
def deep(l, x):
    for a in l:
        for b in l:
            if a + b == x: return a, b
            if a * b > 300: break
        else:
            continue
        if a > 18: break
    return a, None
def failing(l, x):
    for a in l:
        if a == x: raise KeyError(x)
        if a > x: return a
    return None
def search(n):
    l = list(range(3, 25)); t = 0; seen = {}
    for i in range(n):
        t += first(l, i % 31)
        t += either(l, i % 28)
        r = deep(l, i % 61)
        seen[r] = seen.get(r, 0) + 1
        try: v = failing(l, i % 30 - 2)
        except KeyError as e: t += e.args[0]
        else: t += v or 7
    return t, len(seen), sorted(seen.items(), key=str)[:4]
print(search(400))
