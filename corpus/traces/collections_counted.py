"""What a collection that the program asks for tells is all that became garbage in cycles since the last one, whoever found it: while something is watched
(weakly referenced), statements that drop much may be followed by collections of their own."""
import gc
import weakref


class Node:
    def __init__(self):
        self.next = self.prev = None


def cycle(n):
    first = node = Node()
    for _ in range(n - 1):
        node.next = Node()
        node.next.prev = node
        node = node.next
    node.next = first
    return first


def make(n):
    a = [cycle(20) for _ in range(n)]
    del a


def ask(n):
    return gc.collect()


def f(n):
    found = 0
    for _ in range(n):
        make(10)
        x = ask(0)
        found += x
    return found + ask(0)


kept = Node()
seen = weakref.ref(kept)
gc.collect()
for n in 10, 60, 300:
    # (Addresses that earlier calls have left behind may keep a cycle for some time.)
    print(n, f(n) > 150 * n)
