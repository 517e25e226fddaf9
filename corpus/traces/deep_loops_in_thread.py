# Recursion through loops that are hot, deeper than the stack of a thread: a trace whose inlined call has a loop enters that loop's trace, and so on.
import sys
import threading


def walk(node):
    total = 1
    for child in node:
        if child:
            total += walk(child)
        else:
            total += 1
    return total


def scan(text, at):
    if text[at] == "[":
        return items(text, at + 1)
    return int(text[at]), at + 1


def items(text, at):
    found = []
    if text[at] == "]":
        return found, at + 1
    while True:
        item, at = scan(text, at)
        found.append(item)
        c = text[at]
        at += 1
        if c == "]":
            break
        if c != ",":
            raise ValueError(at)
    return found, at


def nested(depth, last):
    for _ in range(depth):
        last = [last]
    return last


def unlike(depth):
    out = []
    for n in range(depth):
        out = [[], out] if n % 3 == 0 else [out] if n % 3 == 1 else [[], [], out]
    return out


def tells(f, *args):
    try:
        return f(*args)
    except RecursionError as e:
        return type(e).__name__


def work():
    print(sum(walk(unlike(n % 40)) for n in range(600)))
    print(sum(len(scan("[1,[2,[3,[]],4],[[[[5]]]],6]]", 0)[0]) for n in range(600)))
    print(sum(len(scan("[" * n + "1" + "]" * n, 0)[0]) for n in range(1, 60) for k in range(10)))
    deep = nested(100_000, [])
    for _ in range(4):
        print(tells(walk, deep))
        print(tells(scan, "[" * 100_000 + "1" + "]" * 100_000, 0))
    print(walk(unlike(100)), walk(nested(300, [])), scan("[[1,2],[3]]", 0))
    while deep:
        deep = deep[0]


sys.setrecursionlimit(20_000)
t = threading.Thread(target=work)
t.start()
t.join()
