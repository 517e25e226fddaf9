"""Sets and dicts of computed items in hot loops: calls, exits and errors between two items."""


class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return hash(self.n)

    def __eq__(self, other):
        return self.n == other.n


def item(i, at):
    if i % 97 == at:
        return float(i)
    return i & 7


def sets(n):
    total = 0
    for i in range(n):
        s = {item(i, 3), item(i + 1, 3), item(i + 2, 5)}
        total += len(s)
    return total


def dicts(n):
    total = 0
    for i in range(n):
        d = {item(i, 3): i, item(i + 1, 4): item(i, 5), -1: 1}
        total += len(d) + d[-1]
    return total


def keys(n):
    total = 0
    for i in range(n):
        a, b = Key(i & 3), Key(i & 1)
        total += len({a, b}) + len({a: 1, b: 2, **{}})
    return total


def errors(n):
    missed = unhashable = 0
    for i in range(n):
        bad = [] if i % 50 == 7 else i
        try:
            {bad, 1 // (i % 60)}
            {bad: 1, i: 1 // (i % 61)}
        except ZeroDivisionError:
            missed += 1
        except TypeError:
            unhashable += 1
    return missed, unhashable


print(sets(5000), dicts(5000), keys(5000), errors(5000))
