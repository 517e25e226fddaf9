"""Somebody keeps the frame of a generator that ends: what its variables hold stays."""
import sys

FRAMES = []


def numbered(n):
    values = [str(n)] * 2
    label = "label " + str(n)
    FRAMES.append(sys._getframe())
    yield len(values)
    yield len(label)


total = 0
for i in range(400):
    total += sum(numbered(i))
print(total, len(FRAMES))
for i, f in enumerate(FRAMES):
    if f.f_locals != {"n": i, "values": [str(i)] * 2, "label": "label " + str(i)}:
        print(i, f.f_locals)
print(FRAMES[-1].f_locals)
