"""A small ray tracer: spheres, a checkered plane, shadows, reflections."""
SIZE, QUICK = 110, 35


class Vec:
    def __init__(self, x, y, z):
        self.x, self.y, self.z = x, y, z

    def __add__(self, o):
        return Vec(self.x + o.x, self.y + o.y, self.z + o.z)

    def __sub__(self, o):
        return Vec(self.x - o.x, self.y - o.y, self.z - o.z)

    def __mul__(self, k):
        return Vec(self.x * k, self.y * k, self.z * k)

    def __neg__(self):
        return Vec(-self.x, -self.y, -self.z)

    def dot(self, o):
        return self.x * o.x + self.y * o.y + self.z * o.z

    def unit(self):
        return self * (1.0 / self.dot(self) ** 0.5)

    def reflected(self, normal):
        return self - normal * (2.0 * self.dot(normal))


class Sphere:
    def __init__(self, center, radius, color, mirror):
        self.center, self.radius, self.color_, self.mirror = center, radius, color, mirror

    def hit(self, origin, direction):
        to = self.center - origin
        along = to.dot(direction)
        rest = self.radius * self.radius - to.dot(to) + along * along
        if rest < 0.0:
            return None
        t = along - rest ** 0.5
        return t if t > 1e-6 else None

    def normal(self, point):
        return (point - self.center).unit()

    def color(self, point):
        return self.color_


class Plane:
    mirror = 0.1

    def __init__(self, height):
        self.height = height

    def hit(self, origin, direction):
        if abs(direction.y) < 1e-9:
            return None
        t = (self.height - origin.y) / direction.y
        return t if t > 1e-6 else None

    def normal(self, point):
        return Vec(0.0, 1.0, 0.0)

    def color(self, point):
        return Vec(0.9, 0.9, 0.9) if (int(point.x // 1) + int(point.z // 1)) % 2 else Vec(0.2, 0.2, 0.2)


class Scene:
    def __init__(self, things, light):
        self.things, self.light = things, light

    def nearest(self, origin, direction):
        best, found = 1e30, None
        for thing in self.things:
            t = thing.hit(origin, direction)
            if t is not None and t < best:
                best, found = t, thing
        return best, found

    def trace(self, origin, direction, depth):
        t, thing = self.nearest(origin, direction)
        if thing is None:
            return Vec(0.3, 0.5, 0.8) * (0.5 + 0.5 * direction.y)
        point = origin + direction * t
        normal = thing.normal(point)
        to_light = (self.light - point).unit()
        light = 0.15
        if self.nearest(point, to_light)[1] is None:
            light += max(0.0, normal.dot(to_light))
        color = thing.color(point) * light
        if depth and thing.mirror:
            color = color * (1.0 - thing.mirror) + self.trace(point, direction.reflected(normal), depth - 1) * thing.mirror
        return color


def run(n):
    scene = Scene([Plane(-1.0)] + [Sphere(Vec(i - 2.0, 0.3 * i - 0.5, 4.0 + i % 2), 0.7, Vec(0.2 * i, 0.5, 1.0 - 0.2 * i), 0.3) for i in range(5)],
                  Vec(3.0, 6.0, -2.0))
    total, origin = Vec(0.0, 0.0, 0.0), Vec(0.0, 0.5, -3.0)
    for y in range(n):
        for x in range(n):
            total = total + scene.trace(origin, Vec(x / n - 0.5, 0.5 - y / n, 1.0).unit(), 3)
    return round(total.x, 6), round(total.y, 6), round(total.z, 6)
