"""Planets under gravity: floats in lists."""
SIZE, QUICK = 36_000, 4_000


def system():
    # position, velocity, mass: made-up bodies, not those of our solar system
    return [
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 40.0],
        [5.0, -1.0, -0.1, 0.6, 2.8, -0.02, 0.04],
        [8.3, 4.1, -0.4, -1.0, 1.8, 0.008, 0.011],
        [13.0, -15.1, -0.22, 1.08, 0.87, -0.01, 0.0017],
        [15.4, -25.9, 0.18, 0.98, 0.59, -0.03, 0.002],
    ]


def energy(bodies):
    e = 0.0
    for i, a in enumerate(bodies):
        e += 0.5 * a[6] * (a[3] * a[3] + a[4] * a[4] + a[5] * a[5])
        for b in bodies[i + 1:]:
            dx, dy, dz = a[0] - b[0], a[1] - b[1], a[2] - b[2]
            e -= a[6] * b[6] / (dx * dx + dy * dy + dz * dz) ** 0.5
    return e


def advance(bodies, pairs, dt, steps):
    for _ in range(steps):
        for a, b in pairs:
            dx = a[0] - b[0]
            dy = a[1] - b[1]
            dz = a[2] - b[2]
            mag = dt * ((dx * dx + dy * dy + dz * dz) ** -1.5)
            am = a[6] * mag
            bm = b[6] * mag
            a[3] -= dx * bm
            a[4] -= dy * bm
            a[5] -= dz * bm
            b[3] += dx * am
            b[4] += dy * am
            b[5] += dz * am
        for body in bodies:
            body[0] += dt * body[3]
            body[1] += dt * body[4]
            body[2] += dt * body[5]


def run(n):
    bodies = system()
    pairs = [(a, b) for i, a in enumerate(bodies) for b in bodies[i + 1:]]
    before = energy(bodies)
    advance(bodies, pairs, 0.001, n)
    return round(before, 9), round(energy(bodies), 9)
