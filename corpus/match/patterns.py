from dataclasses import dataclass
@dataclass
class Point: x: int; y: int
class Custom:
    __match_args__ = ("a", "b")
    def __init__(self, a, b, c=0): self.a, self.b, self.c = a, b, c
class Color: RED = 1; GREEN = "g"
def m(v):
    match v:
        case 0: return "zero"
        case -1 | -2.5 | 3+4j: return "number literals"
        case "": return "empty str"
        case "a" | "b" as s: return f"letter {s}"
        case b"bytes": return "bytes"
        case None: return "none"
        case True: return "true"
        case False: return "false"
        case Color.RED: return "never"
        case Color.GREEN: return "green"
        case []: return "empty seq"
        case [1]: return "just one"
        case [1, x]: return f"one and {x}"
        case [1, *rest]: return f"one, rest {rest}"
        case [_, _, "end"]: return "ends"
        case ["nested", [a, (b, *c)], *_]: return f"nested {a} {b} {c}"
        case [*init, "last"]: return f"init {init}"
        case (x, y) if x == y: return f"equal pair {x}"
        case {"type": "circle", "r": r}: return f"circle {r}"
        case {"type": t, **rest} if len(rest) > 1: return f"type {t} rest {rest}"
        case {"k": [x, {"deep": d}]}: return f"deep {x} {d}"
        case {1: one, "two": 2}: return f"mixed {one}"
        case Point(0, 0): return "origin"
        case Point(x=0, y=y): return f"on y {y}"
        case Point(x, y) if x > 100: return f"far {x}"
        case Point(): return "some point"
        case Custom(1, b=[p, q]): return f"custom {p} {q}"
        case Custom(a, "b", c=c): return f"custom2 {a} {c}"
        case int(n) if n > 1000: return f"big {n}"
        case int() | float() as num: return f"num {num}"
        case str(s) if len(s) > 5: return f"long {s}"
        case str(): return "str"
        case tuple((a, b, c)): return f"triple {a}{b}{c}"
        case list(l): return f"list {l}"
        case {}: return "mapping"
        case _: return f"other {type(v).__name__}"
tests = [0, 0.0, -1, -2.5, 3+4j, "", "a", "b", b"bytes", None, True, False, 1, "g", [], (), [1], (1,), [1, 2], [1, 2, 3], [0, 0, "end"], ["nested", [1, (2, 3, 4)], 5], [5, 6, "last"], (7, 7), {"type": "circle", "r": 2, "z": 0}, {"type": "x", "p": 1, "q": 2}, {"k": [1, {"deep": "d"}]}, {1: "uno", "two": 2}, Point(0, 0), Point(0, 5), Point(500, 1), Point(1, 1), Custom(1, [2, 3]), Custom(5, "b", 9), 5000, 7, 2.5, "longer string", "str", (1.5, 2, 3), [9, 8], {}, {"q": 1}, {1}, object, range(3), bytearray(b"x"), 1j, iter([])]
for t in tests: print(repr(t)[:40].split(" object at")[0], "->", m(t).split(" at 0x")[0])
