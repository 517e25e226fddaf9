# Functions of `operator` in loops: bools and ints beyond a word are no floats. A left operand that declines leaves repetition to counts.
import operator

MASK = (1 << 64) - 1


def digest(n):
    x, total = 88172645463325252, 0
    for i in range(n):
        x = operator.xor(x, (x << 13) & MASK)
        x = operator.xor(x, x >> 7)
        x = operator.and_(operator.mul(x, 5), MASK)
        total = operator.add(total, operator.sub(x, 1)) ^ operator.add(x, True)
    return total


def kinds(f, pairs):
    names = {}
    for a, b in pairs:
        names[repr((a, b))] = f(a, b)
    return names


class Declines:
    def __mul__(self, other):
        return NotImplemented


def refusals(values):
    texts = {}
    for v in values:
        try:
            Declines() * v
        except TypeError as e:
            texts[str(e)] = texts.get(str(e), 0) + 1
    return texts


print(digest(3000))
for f in operator.add, operator.sub, operator.mul:
    print(kinds(f, [(2.5, 3), (3, 2), (True, 3), (3, True), (True, True), (2.5, True)] * 500))
print(refusals(["a", [1], 2] * 1000))
