"""functools.lru_cache: what is in the cache is found without frames, bounded caches keep their order of use, and calls that are not there are calls."""
import functools


def counted(maxsize, typed=False):
    def wrap(f):
        return functools.lru_cache(maxsize, typed)(f)
    return wrap


calls = []


@counted(None)
def double(a):
    calls.append(a)
    return a * 2


@counted(8)
def pair(a, b=1):
    calls.append((a, b))
    return a, b


@counted(8, True)
def typed(a):
    return type(a).__name__


@counted(0)
def never(a):
    return a + 1


@functools.cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


@functools.lru_cache(4)
def none():
    calls.append("none")


@functools.cache
def three(a, b, c):
    return f"{a}{b}{c}"


class Same:
    asked = 0

    def __init__(self, n):
        self.n = n

    def __hash__(self):
        Same.asked += 1
        return self.n % 4

    def __eq__(self, other):
        return self.n == getattr(other, "n", other)


class M:
    def __init__(self, k):
        self.k = k

    @functools.lru_cache(maxsize=16)
    def get(self, x):
        return self.k + x


def run(n):
    t = 0
    for i in range(n):
        t += double(i & 15) + double(i % 40 if i % 90 == 7 else 3)
        t += pair(i % 7)[0] + pair(i % 3, 2)[1] + pair(b=i % 2, a=4)[1]
        t += len(typed(i % 3)) + len(typed(1.0)) + len(typed(True)) + never(i)
        t += len(three(i & 3, "x", i & 1)) + (none() is None)
    return t


def changing(n):
    out = []
    for i in range(n):
        if i % 100 == 50:
            double.cache_clear()
        x = double(i % 5)
        if i == n - 3:
            out.append(double("ab"))
        if i == n - 2:
            try:
                double([])
            except TypeError as e:
                out.append(str(e))
            try:
                double()
            except TypeError as e:
                out.append(str(e))
    return out, x


def objects(n):
    @functools.cache
    def f(x):
        return [x]

    a = [Same(i) for i in range(8)]
    t = 0
    for i in range(n):
        t += f(a[i % 8]) is f(Same(i % 8))
        t += f((i & 1, "x")) is f((i & 1, "x"))
        t += f(i & 3) is f(Same(i & 3))
        t += f(None) is f(None)
        t += f(1.5) is f(1.5)
    return t, f.cache_info(), Same.asked


def order(n):
    @functools.lru_cache(3)
    def f(x):
        seen.append(x)
        return x
    seen = []
    for i in range(n):
        f(1)
        f(2)
        f(i % 5)
        f(1)
    return len(seen), seen[-6:], f.cache_info()


def kinds(n):
    fs = [double, fib, lambda x: x, never, typed, functools.partial(pair, 1)]
    return sum(len(str(fs[i % 6](i % 4))) for i in range(n))


for n in 40, 400, 3000:
    print(run(n), double.cache_info(), pair.cache_info(), typed.cache_info(), never.cache_info(), none.cache_info(), three.cache_info(), len(calls))
    print(changing(n), objects(n), order(n), kinds(n))
    for i in range(30):
        fib.cache_clear()
        fib(n // 8)
    m = M(n)
    print(fib(n // 8), fib.cache_info(), sum(m.get(i & 15) for i in range(n)), M.get.cache_info())
try:
    fib(10 ** 7)
except RecursionError as e:
    print("too deep")
