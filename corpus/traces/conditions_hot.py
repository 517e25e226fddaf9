"""Truth values that calls with effects give: a trace that is left at the condition must not call again."""


class Source:
    def __init__(self):
        self.state, self.asked = 1, 0

    def draw(self):
        self.asked += 1
        self.state = (self.state * 1103515245 + 12345) & 0x7FFFFFFF
        return self.state

    def below(self, n):
        return self.draw() % 100 < n

    def same(self, n):
        return self.draw() % 7 is n

    def member(self, items):
        return self.draw() % 5 in items

    def opposite(self, n):
        return not self.below(n)

    def between(self, a, b):
        return a <= self.draw() % 100 < b


def run(n):
    s, hits, values = Source(), [0] * 8, []
    for i in range(n):
        if s.below(50):
            hits[0] += 1
        if not s.below(30):
            hits[1] += 1
        if s.below(20) or s.below(20):
            hits[2] += 1
        hits[3] += 1 if s.same(3) else 2
        hits[4] += s.member((1, 2)) and s.opposite(70)
        match i % 3:
            case x if s.between(10, 90):
                hits[5] += x
            case 1:
                hits[6] += 1
        while s.below(40):
            hits[7] += 1
        values.append(s.below(50) and s.opposite(50))
    return s.asked, s.state, hits, sum(values)


print(run(10), run(500), run(3000))
