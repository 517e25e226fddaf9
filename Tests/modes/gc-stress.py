"""A collection comes with every allocation, and what is dead is overwritten."""
import gc


def collections():
    return sum(g["collections"] for g in gc.get_stats())


before = collections()
kept = []
for i in range(1000):
    kept.append([i])
made = collections() - before
assert made >= 1000, made
