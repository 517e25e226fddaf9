"""The longest run of prefix reversals over all permutations."""
SIZE, QUICK = 9, 7


def fannkuch(n):
    perm, counts = list(range(n)), [0] * n
    best = checksum = index = 0
    r = n
    while True:
        while r > 1:
            counts[r - 1] = r
            r -= 1
        flips, work = 0, perm[:]
        first = work[0]
        while first:
            work[: first + 1] = work[first::-1]
            flips += 1
            first = work[0]
        if flips > best:
            best = flips
        checksum += -flips if index & 1 else flips
        while True:
            if r == n:
                return checksum, best
            head = perm[0]
            for i in range(r):
                perm[i] = perm[i + 1]
            perm[r] = head
            counts[r] -= 1
            if counts[r] > 0:
                break
            r += 1
        index += 1


def run(n):
    return fannkuch(n)
