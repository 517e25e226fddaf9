# With collections turned off, what reference counts free is freed all the same, and garbage in cycles stays until it is asked for.
import gc
import resource
import weakref


class Node:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


class Plain:
    pass


def churn(n):
    """Some hundred bytes of acyclic garbage a round."""
    last = None
    for i in range(n):
        last = [i, (i, str(i)), {"i": i}]
    return last[0]


def cycle(name):
    a, b = Node(name + "1"), Node(name + "2")
    a.other, b.other = b, a
    return weakref.ref(a)


def plain_cycle():
    p = Plain()
    p.me = p
    return weakref.ref(p, lambda r: print("callback"))


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def off_and_on(off, on):
    off()
    before = peak()
    r, p = cycle("cycle"), plain_cycle()
    print(churn(400_000), r() is not None, p() is not None)
    n = Node("alone")
    n = None
    print("after alone")
    holder = Node("holder")
    holder.list = [Node("held")]
    del holder
    print(churn(400_000), r() is not None, p() is not None, peak() - before < 64)
    print(gc.collect() > 0, r() is None, p() is None)
    on()


off_and_on(gc.disable, gc.enable)
print(gc.isenabled())
off_and_on(lambda: gc.set_threshold(0), lambda: gc.set_threshold(2000, 10, 10))

gc.disable()
unreachable = [cycle("last") for _ in range(3)]
print(churn(300_000), [r() is not None for r in unreachable])
gc.collect()
print([r() is None for r in unreachable])
keep = cycle("end")
print(gc.isenabled())
