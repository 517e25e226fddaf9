from .part1 import v as w
v = w + " and two"
