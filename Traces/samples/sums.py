def weight(x):
    if x % 3 == 0:
        return x * 2
    return x + 1


def total(n):
    t = 0
    for i in range(n):
        t += weight(i)
    return t


print(total(2000))
