# int() and float() of strs, short ones most of all: signs, zeros, spaces, underscores, digits of other scripts, what is none.
texts = ["0", "-0", "+0", "7", "-7", "+7", "007", "-007", "123456789012345678", "-123456789012345678", "999999999999999999", "1234567890123456789",
         "-9223372036854775808", "9223372036854775808", "1_000", "_1", "1_", "1__0", "", "-", "+", "--1", "- 1", " 12 ", "\t-3\n", "12a", "a12", "1.0", "1e3", "٣٤", "-٣", "１２",
         "0x10", "\x00", "1\x00", "½", "²", "é", "12é"]
for t in texts:
    for f in int, float:
        try:
            print(repr(t), f.__name__, repr(f(t)))
        except ValueError as e:
            print(repr(t), f.__name__, e)


class S(str):
    pass


class I(int):
    pass


class T:
    def __int__(self):
        return 5

    def __float__(self):
        return 2.5


class X:
    def __index__(self):
        return 9


for v in S("12"), I("-12"), T(), X(), True, 3.99, -3.99, b"15", bytearray(b"-15"), memoryview(b"4"), None, [], 1j:
    for f in int, float, I:
        try:
            r = f(v)
            print(type(v).__name__, f.__name__, type(r).__name__, r)
        except TypeError as e:
            print(type(v).__name__, f.__name__, e)
for v in float("inf"), float("-inf"), float("nan"), 1e300:
    try:
        print(int(v) % 1000)
    except (ValueError, OverflowError) as e:
        print(type(e).__name__, e)


def total(ws):
    n = 0
    for w in ws:
        n += int(w)
    return n


def hot(ws):
    n = 0.0
    for w in ws:
        n += float(w) + int(w)
    return n


for _ in range(50):
    r = total(["1", "-20", "300", "+4", " 5 ", "123456789012345678901"]), hot(["1", "2", "003"])
print(r)
for bad in "x", None:
    try:
        total(["1"] * 300 + [bad])
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
# tuples in order: numbers first
rows = [(1.5, 2), (1, 3), (0.0, 1), (-0.0, 0), (True, 1), (1.0, 0), (2, "a"), (2.0, "b"), (10**30, 1), (-10**30, 2), (float("inf"), 0)]
print(sorted(rows, key=lambda r: (r[0], str(r[1]))))
for a in rows[:6]:
    print([(a < b, a <= b, a == b, a != b, a > b, a >= b) for b in rows[:6]])
nan = float("nan")
print((nan,) == (nan,), (nan,) < (1.0,), (1.0,) < (nan,), (1.0, 2) != (nan, 2), (1.0,) == (nan,), (1, nan) < (2, nan))
