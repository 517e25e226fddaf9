"""A `yield` inside of an expression ends a loop that a trace has called, and sometimes does not."""


def asks(items, text):
    for x in items:
        if x and not (yield x):
            continue
        text += "x"
    yield text


def nested(items, text):
    for x in items:
        text += "y" if x and (yield from asks((x, 0), text)) else "n"
    yield text


# So long that the loops in the generators are calls.
long = """
def count(make):
    seen = {}
    for j in range(3000):
        t = j
        %s
        g = make((j < 2000, j %% 50 == 0), "")
        first = next(g)
        second = g.send(j & 2) if first.__class__ is not str else "none"
        seen[str(first), str(second)] = seen.get((str(first), str(second)), 0) + 1
    return seen
""" % "\n        ".join(["t = (t * 3 + len(g_names) * t) & 1023"] * 300)
g_names = ["a"]
exec(long)

for make in asks, nested:
    print(count(make))
