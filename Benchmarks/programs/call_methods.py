"""Method calls with self, through inheritance, bound methods and keyword arguments."""
SIZE, QUICK = 400_000, 40_000


class Counter:
    def __init__(self, step):
        self.value = 0
        self.step = step

    def bump(self):
        self.value += self.step
        return self

    def scaled(self, factor, offset=1):
        return self.value * factor + offset


class Limited(Counter):
    def __init__(self, step, limit):
        super().__init__(step)
        self.limit = limit

    def bump(self):
        if self.value >= self.limit:
            self.value = 0
        return super().bump()


def run(n):
    total = 0
    objects = [Counter(1), Limited(2, 1000), Limited(3, 77)]
    for i in range(n):
        o = objects[i % 3]
        o.bump()
        total += o.scaled(2) + o.scaled(3, offset=i)
    bound = objects[0].bump
    for i in range(n):
        bound()
    return total + objects[0].value
