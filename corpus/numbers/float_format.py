# repr and every kind of formatting of floats.
values = [0.0, -0.0, 1.0, -1.5, 0.1, 1/3, 2/3, 1e16, 1e17, 123456789012345678.0, 1e-4, 1e-5, 1.5e300, 5e-324, 1.7976931348623157e308,
          float("inf"), float("-inf"), float("nan"), 3.141592653589793, 100.0, 1e22, 1e23, 0.3, 2.675, 1e100, 4.35, 0.000123456789]
for v in values:
    print(repr(v), str(v), format(v), f"{v:g}", f"{v:.3f}", f"{v:e}", f"{v:.2e}", f"{v:G}", f"{v:.10g}", f"{v:%}", f"{v:n}")
for v in (3.14159, -2.5, 1234567.891, 0.0):
    for spec in ("10.2f", "<10.2f", ">10.2f", "^10.2f", "+.1f", " .1f", "010.3f", ",.2f", "_.2f", "*^15.1f", "=+12.2f", "#.0f", ".0f", "#g", "z.0f", "10", "<15", ".3", ".15", "e", ".0e", "012,.1f", "_<12.1f"):
        print(spec, repr(format(v, spec)), end=" ")
    print()
print("%f %e %g %.2f %10.3f %-10.1f| %+d %05.1f %G %r %s %a" % (1.5, 1.5, 1.5, 2.345, 3.14159, 2.0, 5.7, 9.99, 1e-10, 0.1, 0.2, 0.3))
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234.5678, -2), round(1e300, 5), round(0.5), round(1.15, 1), round(5e-324, 400))
print((0.1).hex(), (-1.5).hex(), (0.0).hex(), (5e-324).hex(), float.fromhex("0x1.8p1"), float.fromhex("-0x.1p4"), float.fromhex("inf"), float("inf").hex())
print((0.75).as_integer_ratio(), (2.0).is_integer(), (2.5).is_integer(), (-3.7).__trunc__(), (-3.7).__floor__(), (-3.7).__ceil__())
print(float("1e5"), float("  -1.5e-3 "), float("1_000.5"), float("infinity"), float("NaN"), float(".5"), float("5."), float(b"2.5"), float("٣.٥"))
for text in ("", "abc", "1e", "0x10", "1__0", "--1", "1.2.3", "nan1"):
    try:
        print(float(text))
    except ValueError as e:
        print("ValueError:", e)
for op in (lambda: float("inf").as_integer_ratio(), lambda: float("nan").as_integer_ratio(), lambda: round(float("nan")), lambda: round(float("inf")),
           lambda: format(1.0, "d"), lambda: format(1.0, "q"), lambda: format(1.5, "10.5.2f"), lambda: "%d" % "x", lambda: "%d" % 1.9, lambda: float([]), lambda: f"{1.0:,_}"):
    try:
        print(op())
    except Exception as e:
        print(type(e).__name__ + ":", e)
