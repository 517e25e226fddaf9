import math
for f in (math.sqrt, math.exp, math.log, math.log2, math.log10, math.sin, math.cos, math.tan, math.asin, math.atan, math.sinh, math.tanh, math.cbrt,
          math.exp2, math.expm1, math.log1p, math.floor, math.ceil, math.trunc, math.fabs, math.degrees, math.radians, math.erf, math.gamma, math.lgamma):
    for x in (0.5, 1, 2.25, -0.75, 0):
        try:
            r = f(x)
            print(f.__name__, x, f"{r:.12g}" if isinstance(r, float) else r)
        except (ValueError, OverflowError) as e:
            print(f.__name__, x, type(e).__name__, e)
print(math.pi, math.e, math.tau, math.inf, math.nan)
print(math.gcd(), math.gcd(12, 18, 27), math.lcm(4, 6, 10), math.gcd(-4, 6), math.isqrt(99), math.comb(5, 2), math.perm(5), math.comb(3, 5), math.factorial(20))
print(math.prod([1, 2, 3, 4]), math.prod([2.5, 2], start=2), math.fsum([1e100, 1, -1e100]), math.hypot(3, 4), math.hypot(1, 2, 2), math.dist((0, 0), (3, 4)), math.sumprod([1, 2], [3, 4]))
print(math.isclose(1, 1 + 1e-10), math.isclose(1, 1.1), math.isclose(1, 1.05, rel_tol=0.1), math.isnan(math.nan), math.isinf(-math.inf), math.isfinite(1.0))
print(math.modf(3.25), math.modf(-3.25), math.frexp(8.5), math.ldexp(0.53125, 4), math.copysign(3, -0.0), math.fmod(-7, 3), math.remainder(7, 4), math.ulp(1.0), math.nextafter(1, 2), math.atan2(1, -1), math.pow(2, 0.5), math.fma(2.0, 3.0, 4.0))
print(math.log(8, 2), math.log(10**100), math.log2(2**1000), math.log10(10**50), math.floor(-2.5), math.ceil(-2.5), math.trunc(-2.5), math.floor(10**20), math.cbrt(27.0))
for op in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.log(-1), lambda: math.exp(1000), lambda: math.factorial(-1), lambda: math.factorial(2.5), lambda: math.isqrt(-1), lambda: math.comb(-1, 2), lambda: math.gcd(1.5), lambda: math.floor("a"), lambda: math.sqrt("4"), lambda: math.acos(2), lambda: math.pow(0, -1), lambda: math.fmod(1, 0), lambda: math.floor(math.inf), lambda: math.ceil(math.nan), lambda: math.dist((1,), (1, 2)), lambda: math.sqrt(), lambda: math.sqrt(1, 2), lambda: math.ldexp(1.0, 10**5)):
    try:
        print(op())
    except Exception as e:
        print(type(e).__name__ + ":", e)
class Num:
    def __floor__(self): return "floor"
    def __ceil__(self): return "ceil"
    def __trunc__(self): return "trunc"
    def __float__(self): return 6.25
    def __index__(self): return 36
print(math.floor(Num()), math.ceil(Num()), math.trunc(Num()), math.sqrt(Num()), math.gcd(Num(), 24))
