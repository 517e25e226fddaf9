# Loops whose iterations do not follow themselves: what one leaves behind is never what it began with.
def flags(n):
    out = []
    for k in range(n):
        first, total = True, 0
        for x in (1, 2, 3):
            if first:
                first = False
                total = x * 10
            else:
                total += x
        out.append(total)
    return sum(out)


def kinds(n):
    t = 0
    for k in range(n):
        v = None
        for i in range(4):
            if v is None:
                v = i
            elif isinstance(v, int):
                v = float(v)
            elif isinstance(v, float):
                v = str(v)
            else:
                v = None
        t += len(repr(v))
    return t


def alternating(n):
    a, b, t = 1, "x", 0
    for i in range(n):
        a, b = b, a
        t += a if isinstance(a, int) else len(a) * 3
    return t


class Options:
    NAMES = ["action", "type", "dest", "default", "nargs", "const", "choices", "callback", "help", "metavar"]

    def __init__(self, given):
        for name in self.NAMES:
            if name in given:
                setattr(self, name, given[name])
                del given[name]
            elif name == "default":
                setattr(self, name, ())
            else:
                setattr(self, name, None)
        if given:
            raise TypeError(sorted(given))


def options(n):
    t = 0
    for i in range(n):
        o = Options({"action": i, "help": "h"} if i % 3 else {"dest": i})
        t += (o.action or 0) + (o.dest or 0) + len(o.default)
        try:
            Options({"other": 1}) if i % 50 == 0 else None
        except TypeError as e:
            t += len(str(e))
    return t


def states(text):
    state, out = "start", []
    for c in text:
        if state == "start":
            state = "word" if c.isalpha() else "start"
            word = c
        elif state == "word":
            if c == " ":
                out.append(word)
                state = "start"
            else:
                word += c
    return len(out), out[-1]


for n in 5, 40, 2000:
    print(flags(n), kinds(n), alternating(n), options(n))
print(states("ab cde f " * 700 + "x "))
