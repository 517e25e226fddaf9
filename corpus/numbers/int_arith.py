# Integer arithmetic: all operators, signs, identities.
pairs = [(7, 3), (-7, 3), (7, -3), (-7, -3), (0, 5), (1, -1), (100, 7), (2**31, 3), (-2**31, 7)]
for a, b in pairs:
    print(a, b, a + b, a - b, a * b, a // b, a % b, divmod(a, b), a & b, a | b, a ^ b)
    assert (a // b) * b + a % b == a
for a in (0, 1, -1, 5, -5, 255, -256):
    print(a, ~a, -a, +a, abs(a), a << 3, a >> 1, a >> 100, a.bit_length(), a.bit_count())
print(7 / 2, -7 / 2, 1 / 3, 6 / 3, 2**53 / 1, (2**53 + 1) / 1)
print(2 ** 10, 2 ** 0, 0 ** 0, (-2) ** 3, 2 ** -1, (-2) ** -3, 10 ** 20)
print(pow(3, 200, 13), pow(3, -1, 7), pow(2, 100, 1), pow(-5, 3, 7), pow(5, 3, -7))
for text in ("12", " 12 ", "-0x1f", "0b101", "0o17", "1_000", "+5"):
    try:
        print(repr(text), int(text, 0))
    except ValueError as e:
        print(type(e).__name__, e)
for text, base in (("z", 36), ("101", 2), ("12", 3), ("9", 8), ("", 10), ("1__0", 10), ("ff", 16), ("1", 1), ("1", 37)):
    try:
        print(repr(text), base, int(text, base))
    except ValueError as e:
        print("ValueError:", e)
print(int(3.99), int(-3.99), int(True), int("٣"), int(b"42"))
print(round(1234567, -3), round(-1550, -2), round(25, -1), round(35, -1), round(7, 2))
print((10).to_bytes(2), (10).to_bytes(2, "little"), (-2).to_bytes(3, "big", signed=True))
print(int.from_bytes(b"\x01\x00"), int.from_bytes(b"\xff\xfe", signed=True), int.from_bytes(b"\x01\x02", "little"))
print((12).as_integer_ratio(), (12).numerator, (12).denominator, (12).real, (12).imag, (12).conjugate(), (5).is_integer())
for operation in (lambda: 1 // 0, lambda: 1 % 0, lambda: 1 / 0, lambda: 0 ** -1, lambda: 1 << -1, lambda: 1 >> -1,
                  lambda: divmod(1, 0), lambda: pow(2, 3, 0), lambda: pow(2, -1, 4), lambda: 1 + "a", lambda: "a" - 1,
                  lambda: int("x"), lambda: int(None), lambda: int("1", 2.5), lambda: int(float("nan")), lambda: int(float("inf")),
                  lambda: (256).to_bytes(1), lambda: (-1).to_bytes(1), lambda: ~1.5, lambda: -"x", lambda: 3 @ 4):
    try:
        print(operation())
    except Exception as e:
        print(type(e).__name__ + ":", e)
