# Large bytes that stacks, frames, generators, coroutines and old objects hold from one collection to the next.
import gc

SIZE = 1 << 18


def piece(i):
    return bytes([i & 255]) * SIZE


def check(data, i):
    assert len(data) == SIZE and data[0] == data[-1] == data[SIZE // 2] == i & 255, i


class Holder:
    def __init__(self):
        self.last = None
        self.buffer = bytearray()
        self.kept = []


def locals_only(n):
    before = piece(0)
    for i in range(1, n):
        now = piece(i)
        check(before, i - 1)
        before = now
    return len(before)


def generator(n):
    before = piece(0)
    for i in range(1, n):
        data = piece(i)
        yield data
        check(before, i - 1)
        check(data, i)
        before = data


def stream(h, n):
    # As a stream's reader: what came is put behind what there is, and taken from its front.
    total = 0
    for i in range(n):
        data = piece(i)
        h.buffer.extend(data)
        h.last = data
        if i % 3 == 2:
            out = bytes(memoryview(h.buffer)[:SIZE + 10])
            del h.buffer[:SIZE + 10]
            total += len(out)
            check(h.last, i)
    while h.buffer:
        out = bytes(memoryview(h.buffer)[:SIZE])
        del h.buffer[:SIZE]
        total += len(out)
    return total


def moved(h, n):
    # From a variable to an old object and back, with collections in between.
    for i in range(n):
        data = piece(i)
        for _ in range(3):
            piece(77)
        h.kept.append(data)
        del data
        for _ in range(3):
            piece(78)
        if i % 5 == 4:
            for k, d in enumerate(h.kept):
                check(d, i - 4 + k)
            h.kept.clear()


def views(n):
    kept = []
    for i in range(n):
        v = memoryview(piece(i))[10:]
        kept.append((i, v))
        if len(kept) > 4:
            k, w = kept.pop(0)
            assert w[0] == w[-1] == k & 255
    return len(kept)


def big_ints(n):
    a, b = 1 << 400000, 3 << 400000
    for i in range(n):
        a, b = b, a ^ (b + i)
        c = a << 16
        assert c >> 16 == a
    return (a ^ b) & 0xFFFF


async def reads(h, n):
    data = piece(0)
    for i in range(1, n):
        new = await part(i)
        check(data, i - 1)
        data = new
        h.last = data


async def part(i):
    return piece(i)


def many(h, n):
    h.kept = [piece(i) for i in range(n)]
    for i in range(40):
        piece(i)
    for i, d in enumerate(h.kept):
        check(d, i)
    return len(h.kept)


class Dying:
    def __init__(self, data, i):
        self.data, self.i = data, i

    def __del__(self):
        check(self.data, self.i)
        counted.append(self.i)


counted = []
h = Holder()
gc.collect()
print(locals_only(60))
print(sum(len(d) for d in generator(60)))
print(stream(h, 90))
moved(h, 40)
print(views(50))
print(big_ints(60))
try:
    reads(h, 60).send(None)
except StopIteration:
    check(h.last, 59)
print(many(h, 50))
h.kept.clear()
for i in range(40):
    Dying(piece(i), i)
gc.collect()
print(sorted(counted) == list(range(40)))
