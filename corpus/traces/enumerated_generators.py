"""`enumerate` over generators in traces, and ways out in the middle of a step."""


def gen(n):
    for i in range(n):
        if i % 100 == 99:
            yield "odd one"
        else:
            yield i * 2


def pairs(n):
    s = 0
    for i, x in enumerate(gen(n)):
        if x != "odd one":
            s += i * x
    return s


def whole(n):
    s = []
    for p in enumerate(gen(n), 5):
        if p[0] % 50 == 0:
            s.append(p)
    return s


def huge(n):
    big, out = (1 << 62) - 50, 0
    for i, x in enumerate(gen(n), big):
        out ^= i
    return out


def failing(n):
    def g():
        for i in range(n):
            if i == n - 3:
                raise ValueError(i)
            yield i

    e, last = enumerate(g()), None
    try:
        for i, x in e:
            last = i
    except ValueError as error:
        return last, error.args, next(e, "over")


def stepped(n):
    g = gen(n)
    e, s = enumerate(g), 0
    for i, x in e:
        if i % 60 == 59:
            s += next(e)[0]
            next(g, None)
        s += i
    return s


def inner(n):
    s = 0
    for k in range(n):
        for i, x in enumerate(y for y in (k, 1, 2)):
            s += i * x
    return s


print(pairs(1000), whole(300), huge(200))
print(failing(400), stepped(900), inner(300))
