"""Traces are recorded, compiled and entered."""
from jit_counters import counters

c = counters()
assert c["loops"] > 0 and c["entries"] > 0 and c["code"] > 0, c
