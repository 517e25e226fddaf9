"""Dict displays and f-strings in hot loops: values that raise, call, leave the trace in the middle; specifications of all kinds."""


def make(n, values):
    out, total = [], 0
    for i in range(n):
        v = values[i % len(values)]
        d = {"a": i, "b": v, "c": v if i % 3 else i, 4: v == i, None: len(str(v)), True: i * 2, "a": v}
        total += len(d) + (d["a"] == v) + d[True]
        if i % 137 == 0:
            out.append(d)
        e = {}
        e[i % 3] = d
        total += len(e)
        d = {"x": {"y": {}, "z": [i]}, "w": {1: i, 1.0: v}}
        total += len(d["x"]["y"]) + d["x"]["z"][0] + len(d["w"])
    return out, total


def half(x):
    if x % 7 == 6:
        raise ValueError(x)
    return x / 2


def left(n):
    """Leaves between the values: by exceptions, and by types that change."""
    log, s = [], 0
    for i in range(n):
        try:
            d = {"first": half(i), "second": half(i + 1), "third": [half(i + 2)]}
            s += d["second"]
        except ValueError as e:
            log.append(e.args[0])
        x = i if i % 50 else i / 2 if i % 3 else str(i)
        d = {"n": x * 2, "m": {"k": x}, "l": (x, d)}
        d["l"] = d["n"]
        if i > n - 4:
            log.append(d)
    return log[:10], log[-4:], s


class Shown:
    def __init__(self, x):
        self.x = x

    def __str__(self):
        return f"<{self.x}>"

    __repr__ = __str__

    def __format__(self, spec):
        return f"{self.x:{spec or 3}}" if isinstance(self.x, int) else "?" + spec


def texts(n, values):
    out, size = [], 0
    for i in range(n):
        v = values[i % len(values)]
        s = f"{v} {v!r} {v!s:>8}|{v!a}|{i}{i:04d}{i:x}"
        size += len(s)
        if type(v) in (int, float, bool):
            t = f"{v:.2f}{v:10}{v:<8}{i / 3:.3e}{v:,}{i:{i % 5 + 1}}"
            size += len(t)
        else:
            t = f"{v}"
        try:
            t += f"{v:d}"
        except (ValueError, TypeError) as e:
            t += str(e)
        if i % 61 < 2:
            out.append(s + t)
    return out, size


print(make(8, [1, "a", 2.5, None]))
print(make(1500, [1, "a", 2.5, None, (1, 2), 1 << 80]))
print(left(10), left(1200))
print(*texts(1200, [1, -5, 2.5, True, None, "text", "é", 1 << 80, Shown(4), Shown("u"), (1,), [2.0], -0.0, 1e300])[0], sep="\n")
print(texts(1200, [1, -5, 2.5])[1])
