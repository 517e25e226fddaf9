"""Operators in hot loops on edge values: what traces compute must be what CPython computes, whatever the operands turn into."""
NAN, INF = float("nan"), float("inf")
BIG = 1 << 62
VALUES = [0, 1, -1, 7, -7, 256, BIG - 1, BIG, -BIG - 1, (1 << 53) + 1, 1 << 100, True, False, 0.0, -0.0, 1.0, -1.5, 1e308, NAN, INF, -INF,
          None, "a", "ab", "", b"a", (1, 2), (1, 3), [1], 1j]


def show(x):
    return f"{type(x).__name__}:{x!r}" if len(repr(x)) < 60 else f"{type(x).__name__}:{len(repr(x))}"


def total(op):
    # A loop of its own for each operator, so that one trace meets all kinds.
    source = f"""
def f(pairs, out):
    n = 0
    for a, b in pairs:
        try:
            r = {op}
        except Exception as e:
            r = e
        out.append(r)
        n += 1
    return n
"""
    scope = {}
    exec(source, scope)
    return scope["f"]


OPERATORS = ["a + b", "a - b", "a * b", "a / b", "a // b", "a % b", "a & b", "a | b", "a ^ b", "a < b", "a <= b", "a == b", "a != b", "a > b", "a >= b",
             "a is b", "a is not b", "not a", "-a", "+a", "~a", "a ** 2", "a ** 3", "a ** 0", "a ** 0.5", "a ** -1", "a and b", "a or b", "a if b else 0",
             "a in (1, 2, 3)", "a in [1, b]", "b in {1: 2}", "a in {1, 2}", "0 <= a < 10", "a < b < 3", "a == None", "None != b", "(a == b) + 1", "(a < b) * 2 if type(a) is int else 0",
             "abs(a)", "int(a)", "float(a)", "bool(a)", "min(a, b)", "max(a, b)", "divmod(a, b)", "round(a)", "isinstance(a, (int, float))", "type(a)"]
small = [v for v in VALUES if not (isinstance(v, int) and abs(v) > 1 << 63)]
for op in OPERATORS:
    f = total(op)
    # Warm on ints, then on floats, then on all pairs: the exits of the first trace are what is tested.
    warm = []
    f([(i, i + 3) for i in range(300)], warm)
    f([(i * 0.5, 1.5) for i in range(300)], warm)
    out, pairs = [], [(a, b) for a in VALUES for b in VALUES]
    if op == "a * b":
        seq = (str, bytes, list, tuple)
        pairs = [(a, b) for a, b in pairs if not (isinstance(a, seq) and isinstance(b, int) and b > 300 or isinstance(b, seq) and isinstance(a, int) and a > 300)]
    if op == "a in [1, b]":
        # (Which nan it is may be lost in traces.)
        pairs = [(a, b) for a, b in pairs if a == a]
    if "**" in op:
        pairs = [(a, b) for a in small for b in (1,)]
    f(pairs, out)
    print(op, len(out), sum(isinstance(x, Exception) for x in out))
    text = "|".join(show(x) if not isinstance(x, Exception) else f"{type(x).__name__}:{x}" for x in out)
    h = 0
    for c in text:
        h = (h * 31 + ord(c)) & 0xFFFFFFFF
    print("  ", len(text), h, text[:300])
for n in (0, 1, 5, 62, 63, 64, 100):
    def shifts(values):
        out = []
        for v in values:
            for k in (0, 1, n, 61, 62, 63, 64):
                try:
                    out.append((v << k) if k < 70 else 0)
                    out.append(v >> k)
                except Exception as e:
                    out.append(str(e))
        return out
    r = shifts([v for v in VALUES if isinstance(v, int)] * 3)
    print(n, len(r), hash(tuple(r)))
