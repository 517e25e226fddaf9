"""Allocation and collection of many small trees."""
SIZE, QUICK = 13, 10


class Node:
    def __init__(self, left, right):
        self.left = left
        self.right = right


def make(depth):
    if depth == 0:
        return Node(None, None)
    return Node(make(depth - 1), make(depth - 1))


def check(node):
    if node.left is None:
        return 1
    return 1 + check(node.left) + check(node.right)


def run(n):
    long_lived = make(n)
    out = []
    for depth in range(4, n + 1, 4):
        count = 1 << (n - depth + 4)
        out.append((depth, count, sum(check(make(depth)) for _ in range(count))))
    return check(long_lived), out
