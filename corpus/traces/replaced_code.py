# Functions that replace their own code while they run: what the running code's nodes and traces hold lives on.
import gc


def compiled(f, kind):
    if kind == 1:
        f.__code__ = double.__code__
    elif kind == 2:
        f.__code__ = triple.__code__
    elif kind == 3:
        f.__code__ = halve.__code__
    return f


def double(*args, kind=0):
    return args[0] * 2


def triple(*args, kind=0):
    return args[0] * 3


def halve(*args, kind=0):
    return args[0] / 2


def lazy():
    def func(*args, kind=0):
        return compiled(args[-1], kind)(*args[:-1])

    return func


total = 0
for i in range(6000):
    f = lazy()
    total += f(i, f, kind=1 if i < 3000 else 2 if i % 3 else 3)
    if i % 150 == 0:
        gc.collect()
        garbage = [[k] for k in range(1000)]
print(total)
