"""Entries that popitem takes leave no empty place behind in the table: lookups of what is missing must end all the same."""
from collections import OrderedDict

for kind in (dict, OrderedDict):
    d = kind()
    for i in range(5000):
        d[i] = -i
        if i % 7: assert d.popitem() == (i, -i)
        assert (i + 1) not in d
    print(kind.__name__, len(d), list(d)[-3:], 4 in d)
    e = d.copy()
    for i in range(50):
        e[str(i)] = i
        e.popitem()
    print(len(e), "x" in e, 7 in e)
    while d: d.popitem()
    print(d, 0 in d)
    d["again"] = 1
    print(d)

# The place of a global that popitem took names another one.
space = {}
exec("""
def read():
    return first
def other():
    return second
first = 1
""", space)
print(space["read"]())
print(space.popitem())
space["second"] = 2
try: print(space["read"]())
except NameError as e: print(e)
print(space["other"](), space.popitem())

d = {"a": 1}
def swap():
    d.popitem()
    d["b"] = 10
    return 5
try:
    d["a"] += swap()
except KeyError as e: print("KeyError", e)
print(d)
