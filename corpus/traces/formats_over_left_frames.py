# An f-string in a frame that is not in memory, where the frame of a call that has ended is the thread's still: nothing may be written there.
import gc


class Asked:
    pass


def asks(o, a, b, c):
    x = y = z = a
    if not gc.is_tracked(o):
        return 0
    return x + y + z + b + c


def inner(n):
    return f"key {n} of {n + 1}"


def outer(n):
    return inner(n)


def run(o, n):
    total = 0
    for i in range(n):
        total += asks(o, i, 1, 2)
        total += len(outer(i))
    return total


print(run(Asked(), 300000))
