"""Lists: append, index, slice, pop, in-place changes; a sieve and a bubble sort."""
SIZE, QUICK = 2_000_000, 150_000


def sieve(n):
    flags = [True] * (n + 1)
    flags[0] = flags[1] = False
    i = 2
    while i * i <= n:
        if flags[i]:
            for j in range(i * i, n + 1, i):
                flags[j] = False
        i += 1
    return [i for i in range(n + 1) if flags[i]]


def bubble(values):
    n = len(values)
    for i in range(n):
        for j in range(n - 1 - i):
            if values[j] > values[j + 1]:
                values[j], values[j + 1] = values[j + 1], values[j]
    return values


def run(n):
    primes = sieve(n)
    stack, total = [], 0
    for p in primes:
        stack.append(p)
        if len(stack) > 50:
            total += stack.pop() + stack.pop(0) + stack[len(stack) // 2]
            stack = stack[1:] + [p % 7]
    ordered = bubble([(i * 7919) % 1009 for i in range(int(n ** 0.5))])
    return len(primes), total, ordered[::40], sum(ordered)
