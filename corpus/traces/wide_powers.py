# Powers of ints that are immediate by chance: they are no floats.
MASK = (1 << 64) - 1


def run(n):
    x, total = 1, 0
    for i in range(n):
        x = (x * 6364136223846793005 + 1442695040888963407) & MASK
        y = x >> 1
        total = (total + y ** 2) % 1000000007
        total ^= x ** 3 & 255
    return total


print(run(5000))
