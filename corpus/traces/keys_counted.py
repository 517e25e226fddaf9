"""Keys that Python code hashes and compares are looked up in traces with that code in them: enum members, frozen dataclasses, points, tuples of these."""
from _counted import ANYTHING, check

CLASSES = """
import enum
from dataclasses import dataclass
class State(enum.Enum): IDLE = 1; BUSY = 2; DONE = 3
class Event(enum.Enum): GO = "go"; STOP = "stop"
@dataclass(frozen=True)
class P:
    x: int
    y: int
class Q:
    def __init__(self, x, y): self.x = x; self.y = y
    def __hash__(self): return (self.x * 73856093) ^ (self.y * 19349663)
    def __eq__(self, o): return self.x == o.x and self.y == o.y
"""
PROGRAMS = {
    "enums": """
def f(n):
    t, s, m, seen = 0, State.IDLE, {State.IDLE: 1, State.BUSY: 2}, {State.BUSY}
    step = {(State.IDLE, Event.GO): State.BUSY, (State.BUSY, Event.GO): State.DONE, (State.DONE, Event.STOP): State.IDLE}
    for k in range(n):
        e = Event.STOP if s is State.DONE else Event.GO
        s = step[s, e]
        t += m.get(s, 5) + (s in m) + (s in seen) + (s not in step)
        m[State.IDLE] = k & 3
        t += m[State.IDLE]
    return t
""",
    "points": """
def f(n):
    t, m, seen = 0, {}, set()
    for k in range(n):
        p = P(k & 7, k & 1)
        m[p] = m.get(p, 0) + 1
        q = Q(k & 3, 2)
        if q in seen: t += 1
        else: seen.add(q)
        t += m[p] + hash(p) % 7
    return t, len(m), len(seen)
""",
    "hashes": """
def f(n):
    t = 0
    for k in range(n): t ^= hash((k, -1, 2)) ^ hash((k - 5, (True, 0)))
    return t
""",
}
for name, text in PROGRAMS.items(): check(name, CLASSES + text + "print(f(20000))", ANYTHING)
