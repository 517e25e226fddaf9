"""The chaos game over a spline: small float objects with operators."""
import random

SIZE, QUICK = 200_000, 20_000


class Vec:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vec(self.x + other.x, self.y + other.y)

    def __sub__(self, other):
        return Vec(self.x - other.x, self.y - other.y)

    def __mul__(self, k):
        return Vec(self.x * k, self.y * k)

    __rmul__ = __mul__

    def length(self):
        return (self.x * self.x + self.y * self.y) ** 0.5

    def mix(self, other, t):
        return self * (1.0 - t) + other * t


class Curve:
    def __init__(self, points):
        self.points = points

    def at(self, t):
        points = self.points
        while len(points) > 1:
            points = [a.mix(b, t) for a, b in zip(points, points[1:])]
        return points[0]


def run(n):
    rng = random.Random(1234)
    curves = [Curve([Vec(0.1, 0.1), Vec(0.2, 0.9), Vec(0.6, 0.7)]), Curve([Vec(0.6, 0.7), Vec(0.9, 0.3), Vec(0.7, 0.1), Vec(0.3, 0.2)])]
    grid = [[0] * 40 for _ in range(40)]
    p = Vec(0.5, 0.5)
    far = 0.0
    for _ in range(n // 4):
        curve = curves[int(rng.random() * 2)]
        q = curve.at(p.x if p.x < 1.0 else 0.5)
        p = p.mix(q, 0.6) + Vec(0.01, -0.01) * rng.random()
        d = (p - q).length()
        if d > far:
            far = d
        grid[int(p.y * 40) % 40][int(p.x * 40) % 40] += 1
    return round(far, 9), sum(1 for row in grid for c in row if c), max(map(max, grid))
