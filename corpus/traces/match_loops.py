"""`match` in loops that are compiled: every kind of pattern, with subjects that change their kind on the way."""
from dataclasses import dataclass
from enum import Enum, IntEnum
import sys


class Op(Enum):
    PUSH = 1
    ADD = 2
    JUMP = 3
    HALT = 4


class Level(IntEnum):
    LOW = 1
    HIGH = 2


@dataclass
class Point:
    x: int
    y: int


class Node:
    __match_args__ = ("kind", "left", "right")

    def __init__(self, kind, left=None, right=None):
        self.kind, self.left, self.right = kind, left, right


class Slotted:
    __slots__ = ("a", "b")
    __match_args__ = ("a", "b")

    def __init__(self, a, b):
        self.a, self.b = a, b


class Counted:
    asked = 0

    def __init__(self, n):
        self.n = n

    @property
    def value(self):
        Counted.asked += 1
        return self.n


class Noisy:
    def __init__(self, n):
        self.n, self.log = n, 0

    def __eq__(self, other):
        self.log += 1
        if other == "bad":
            raise ValueError("asked about bad")
        return self.n == other

    __hash__ = None


def machine(program):
    stack, pc, steps = [], 0, 0
    while True:
        op, arg = program[pc]
        pc += 1
        steps += 1
        match op:
            case Op.PUSH:
                stack.append(arg)
            case Op.ADD:
                stack.append(stack.pop() + stack.pop())
            case Op.JUMP if stack[-1] < arg[0]:
                pc = arg[1]
            case Op.JUMP:
                pass
            case Op.HALT:
                return stack, steps


def values(items):
    out = {}
    for v in items:
        match v:
            case 0 | 1:
                k = "small"
            case 2.5:
                k = "float"
            case "a" | "b":
                k = "letter"
            case None:
                k = "none"
            case True:
                k = "true"
            case Level.HIGH:
                k = "high"
            case -3:
                k = "minus three"
            case b"x":
                k = "bytes"
            case 2 + 3j:
                k = "complex"
            case _:
                k = "other"
        out[k] = out.get(k, 0) + 1
    return out


def shapes(items):
    n = 0
    for v in items:
        match v:
            case Point(0, 0):
                n += 1
            case Point(x=0, y=y) if y > 5:
                n += 10 * y
            case Point(x, y):
                n += x * y
            case Node("leaf", value):
                n += value
            case Node("pair", Node(left=a), Node(left=b)):
                n += a - b
            case Slotted(a, b):
                n += a + b
            case int(i):
                n -= i
            case str() as s:
                n += len(s)
            case [x, y]:
                n += x - y
            case [Point(x=a), *rest]:
                n += a + len(rest)
            case (1, 2, z) | [z, 2, 1]:
                n += z
            case []:
                n += 7
            case {"k": int(k), **others}:
                n += k + len(others)
            case {"k": _}:
                n += 3
    return n


def properties(items):
    n = 0
    for v in items:
        match v:
            case Counted(value=1):
                n += 1
            case Counted(value=2):
                n += 2
            case Counted(value=x) if x > 3:
                n += x
    return n, Counted.asked


def noisy(items):
    hits = 0
    for v in items:
        match v:
            case 1:
                hits += 1
            case 2:
                hits += 100
    return hits, [v.log for v in items[:4]], items[-1].log


def raising(n):
    seen = []
    for i in range(n):
        v = Noisy(i) if i < n - 1 else Noisy("bad")
        try:
            match v:
                case 5:
                    seen.append(i)
                case "bad" if True:
                    seen.append("bad")
        except ValueError as e:
            seen.append((i, str(e)))
    return seen[:3], len(seen)


def names(n):
    global captured
    total = 0
    for i in range(n):
        match (i, i * 2):
            case (captured, second):
                total += captured + second
    return total, captured


def missing(n):
    for i in range(n):
        match i:
            case Op.NOTHING if i == 400:
                pass
    return "done"


def nested():
    def walk(t):
        match t:
            case (op, left, right):
                a, b = walk(left), walk(right)
                match op:
                    case "+":
                        return a + b
                    case "*":
                        return a * b % 1009
            case int():
                return t

    t = 3
    for k in range(9):
        t = ("+*"[k % 2], t, ("+", k, t))
    return sum(walk(t) for _ in range(20))


print(machine([(Op.PUSH, 0), (Op.PUSH, 1), (Op.ADD, None), (Op.JUMP, (900, 1)), (Op.HALT, None)]))
mixed = [0, 1, 2.5, "a", "b", None, True, Level.HIGH, Level.LOW, -3, b"x", 2 + 3j, 2, 1.0, 0.0, "c", [], (), 10**30, float("nan"), object]
print(values(mixed * 60))
print(values([0] * 400 + mixed * 30 + ["a"] * 400))
things = [Point(0, 0), Point(0, 9), Point(0, 2), Point(3, 4), Node("leaf", 5), Node("pair", Node("leaf", 9), Node("leaf", 4)), Slotted(1, 2), 4, "four",
          [8, 3], (8, 5), [Point(6, 1), 2, 3], (1, 2, 30), [40, 2, 1], [], {"k": 2, "z": 1}, {"k": "s"}, {}, 1.5, True]
print(shapes(things * 50))
for t in things:
    print(shapes([t] * 300), end=" ")
print()
print(properties([Counted(i % 6) for i in range(400)]))
print(noisy([Noisy(i % 4) for i in range(400)]))
print(raising(400))
print(names(500))
try:
    missing(500)
except AttributeError as e:
    print(type(e).__name__, e, e.__traceback__.tb_next.tb_lineno - missing.__code__.co_firstlineno)
print(nested())
