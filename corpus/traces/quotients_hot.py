"""Complex numbers divided and compared, ints from a few bytes, and bytes compared in hot loops, with what is special about their values."""
inf, nan = float("inf"), float("nan")
Z = [0j, 1 + 0j, -1j, 2 - 3j, -0.0 - 0.0j, complex(inf, 1), complex(1, -inf), complex(nan, 2), complex(inf, nan), complex(inf, -inf), 1e308 + 1e308j, 5e-324j, 3 + 3j, -3 + 3j, complex(1e-200, 1e200)]
R = [0, 1, -2, 0.0, -0.0, 1.5, inf, -inf, nan, True, 2 ** 53 + 1, 2 ** 60, 10 ** 30]
def quotients(l, m, rounds):
    out = []
    for r in range(rounds):
        for x in l:
            for y in m:
                try: q = repr(x / y)
                except (ZeroDivisionError, OverflowError) as e: q = str(e)
                if r == rounds - 1: out.append(q)
    return out
def equal(l, m, rounds):
    out = []
    for r in range(rounds):
        for x in l:
            for y in m:
                e = (x == y, x != y, y == x)
                if r == rounds - 1: out.append("".join("01"[v] for v in e))
    return out
for a, b in (Z, Z), (Z, R), (R, Z):
    print(quotients(a, b, 12))
    print(" ".join(equal(a, b, 12)))
def steps(n):
    z, total = 1 + 1j, 0j
    for k in range(n):
        z = (z * z + 0.5) / (z - 2j)
        if z == 0: z = 1 + 1j
        if abs(z) > 10: z = z / 7
        total += 1 / (z + 3)
    return total
print(steps(3000))
B = [b"", b"\0", b"\xff", b"\1\2", b"\xff" * 7, b"\x80" + bytes(6), b"\xff" * 8, b"\1" * 20]
def ints(l, n):
    out = []
    for k in range(n):
        x = l[k % len(l)]
        t = int.from_bytes(x, "little"), int.from_bytes(x, "big"), int.from_bytes(x), int.from_bytes(bytearray(x), "little"), int.from_bytes(x, "little", signed=True)
        if k >= n - len(l): out.append(t)
    return out
print(ints(B, 2000), ints(B[3:4], 2000))
def changing(n):
    b, t = bytearray(b"\1\2\3"), 0
    for k in range(n):
        b[1] = k & 255
        t += int.from_bytes(b, "big") ^ int.from_bytes(b, "little")
        if k == 1500: b += b"\7" * 6
    return t
print(changing(2000))
for wrong in ((b"a", "middle"), (b"a", 1), ("a", "big")):
    def f(n):
        for k in range(n): int.from_bytes(*((b"a", "big") if k < n - 1 else wrong))
    try: f(1000)
    except (TypeError, ValueError) as e: print(type(e).__name__, e)
def compared(n):
    l, t = [b"abc", b"abd", b"", bytes(3), b"abc" * 9], 0
    for k in range(n):
        x, y = l[k % 5], l[k // 5 % 5]
        t = t * 3 + (x == y) + 2 * (x != b"abc") + (x < y) & 0xFFFFFF
        if x == "abc": t = -1
    return t
print(compared(3000))
def singles(n):
    out, s = set(), 0
    for k in range(n):
        c = bytes([k & 255])
        out.add(c)
        s += len(c) + c[0]
        if k == n - 1:
            try: bytes([k + 256])
            except ValueError as e: return len(out), s, str(e), bytes([k & 255]) + bytes([1, 2])
print(singles(3000))
OPS = "+-*/"
def members(text):
    out = []
    for c in text:
        out.append((c in "+-*/") + 2 * (c in "") + 4 * (c in ("a", "b", "\xe9")) + 8 * (c not in {"x", "\u1234", "~"}) + 16 * (c in "0123456789_\x7f@") + 32 * (c in OPS) + 64 * (c in ("ab", "c")))
    return out
r = members("a+b-c/x*y~0_9\x7f@\xe9\u1234\U0001F600 " * 60)
print(r[:22], sum(r))
def memberships(words):
    t = 0
    for k in range(900):
        for w in words: t += (w in "+-*/") + 2 * (w in ("a", "b", "")) + 4 * (w in {"+-", ""})
    return t
print(memberships(["", "+", "+-", "-+", "a"]))
