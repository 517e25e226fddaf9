# In place, a class's instance on the left does not let a sequence on the right repeat; a plain int does.
class Int(int):
    pass


class Index:
    def __index__(self):
        return 2


class Declines(Index):
    def __imul__(self, other):
        return NotImplemented


def run(values):
    for v in values:
        for s in "ab", [1], b"x":
            for in_place in False, True:
                w = v
                try:
                    if in_place:
                        w *= s
                    else:
                        w = w * s
                    yield type(v).__name__, w
                except TypeError as e:
                    yield type(v).__name__, str(e)


for line in run([Int(2), Index(), Declines(), 2, True, 1.5]):
    print(*line)
last = [line for _ in range(300) for line in run([Int(2), Index(), Declines()])]
print(last[:18] == last[-18:])
