"""An iterator that has raised StopIteration is not asked again, also when the loop is a trace: this one would go on."""


class Rounds:
    log = []

    def __init__(self, n):
        self.n = 0
        self.top = n

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        if self.n % self.top == 0:
            Rounds.log.append(self.n)
            raise StopIteration
        return self.n


def plain(k):
    t = 0
    it = Rounds(k)
    for i in it:
        t += i
    for i in it:
        t -= i
    return t


def with_else(k):
    it = Rounds(k)
    t = 0
    for i in it:
        t += 1
    else:
        t += 1000000
    return t, next(it)


def made_with_init_replaced(n):
    class Link:
        def __init__(self, value):
            self.value = value
    total = 0
    for i in range(n):
        total += Link(i).value
        if i == n - 60:
            Link.__init__.__code__ = (lambda self, value: setattr(self, "value", -value)).__code__
        if i == n - 30:
            Link.__init__.__defaults__ = (3,)
    return total


print([plain(k) for k in (5, 300, 400, 50, 600)], Rounds.log)
print([with_else(k) for k in (7, 300, 500)], Rounds.log)
print(made_with_init_replaced(400))
