"""A branch of a trace begins with objects that are made of two parts each: what is stored in the first is kept, though it has grown old while the second was made."""


def cut(x):
    if isinstance(x, (str, bytes, list, tuple)) and len(x) > 60: return x[:60]
    return x


def run():
    total = 0
    for i in [*range(500)]:
        k = 0
        while k < i % 5:
            k += 1
            l = cut([-k])
        if k:
            total += sum(l) * len(l)
    return total


print(run())
