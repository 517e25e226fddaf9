# Formats of numbers and strs within `str.format` and f-strings, in loops: the same specification for many values, and errors in the midst.
class Own:
    def __format__(self, spec): return "<" + spec + ">"
def show(f, *a, **k):
    try: print(repr(f.format(*a, **k)))
    except Exception as e: print(type(e).__name__, e)
values = [0, 7, -42, 10**9, 2**70, -2**65, True, 3.5, -0.0, 1e300, float("inf"), float("nan"), "x", "héé", "\U0001f600", "", None, 2 + 3j, Own(), b"b"]
for spec in ["5", "<8", ">8", "^9", "=+7", "08.3f", ",", "_d", "x", "#b", "e", ".2%", "s", ".3", "\u00e9>6", "d", "c", "n", "+.1f", "z.1f", "1000000", "q", ">>", "5.5d", "08", "é<4s"]:
    for v in values: show("a{:" + spec + "}b{}", v, 1)
show("{0:>{1}}{2!r:<6}|{a:.{p}f}", 5, 4, "q", a=2.34567, p=2)
show("{:5}{:d}", "ab", "cd")
show("{:c}{:c}", 65, 0x1f600)
show("{:x}", 3.5); show("{:s}", 3); show("{:d}", "x"); show("{:,}", "x"); show("{:.3}", 12)
def rows(n):
    out = []
    for i in range(n):
        x = i * 1.25 - 40
        out.append(f"{i:>5}|{x:08.2f}|{i:#x}|{'ab' * (i % 3):^7}|{i % 2 == 0!s:>6}")
        out.append("{:>5}|{:+.1e}|{}".format(i, x, i))
        out.append(format(i, "04d") + format(x, ".1f") + format("s", ">3"))
    return out
r = rows(900)
print(len(r), hash(tuple(r)) == hash(tuple(rows(900))), r[::301])
