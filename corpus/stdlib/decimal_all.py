import decimal
D = decimal.Decimal; print(D("1.10") + D("2.2"), D(1) / D(3), D("1E+5"), D("0.1") * 3, D("-5.5") // 2, D(2) ** D("0.5"), D("1.25").quantize(D("0.1")), round(D("2.675"), 2), D("NaN"), D(0.1), D("1.0") == 1, hash(D(1)) == hash(1), f"{D('1234.5'):,.2f}", D("1.200").normalize(), D(5).sqrt(), D("12.3").as_tuple(), max(D(1), D(2)), D("Infinity") > 1, int(D("3.9")), D("1_000"))
with decimal.localcontext() as ctx: ctx.prec = 5; print(D(1) / 7)
for op in (lambda: D("x"), lambda: D(1) / 0, lambda: D(1) + 1.5, lambda: D("sNaN") + 1):
    try: print(op())
    except Exception as e: print(type(e).__name__, e)
