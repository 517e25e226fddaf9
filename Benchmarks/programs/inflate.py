"""A deflate compressor with fixed codes and the matching decompressor, bit by bit in pure Python."""
SIZE, QUICK = 80_000, 8_000

LENGTHS = [(3 + i, 0) for i in range(8)]
for bits in range(1, 6):
    for k in range(4):
        base, extra = LENGTHS[-1]
        LENGTHS.append((base + (1 << extra), bits))
LENGTHS = LENGTHS[:28] + [(258, 0)]
DISTANCES = [(1, 0), (2, 0), (3, 0), (4, 0)]
for bits in range(1, 14):
    for k in range(2):
        base, extra = DISTANCES[-1]
        DISTANCES.append((base + (1 << extra), bits))


def canonical(lengths):
    codes, code = {}, 0
    for length in range(1, max(lengths) + 1):
        for symbol, l in enumerate(lengths):
            if l == length:
                codes[symbol] = (code, length)
                code += 1
        code <<= 1
    return codes


FIXED = canonical([8] * 144 + [9] * 112 + [7] * 24 + [8] * 8)
FIXED_DISTANCE = canonical([5] * 30)
DECODE = {(length, code): symbol for symbol, (code, length) in FIXED.items()}
DECODE_DISTANCE = {(length, code): symbol for symbol, (code, length) in FIXED_DISTANCE.items()}


class Writer:
    def __init__(self):
        self.out, self.buffer, self.count = bytearray(), 0, 0

    def bits(self, value, n):
        self.buffer |= value << self.count
        self.count += n
        while self.count >= 8:
            self.out.append(self.buffer & 255)
            self.buffer >>= 8
            self.count -= 8

    def code(self, pair):
        code, length = pair
        for i in range(length - 1, -1, -1):
            self.bits(code >> i & 1, 1)

    def finish(self):
        if self.count:
            self.out.append(self.buffer & 255)
        return bytes(self.out)


class Reader:
    def __init__(self, data):
        self.data, self.position, self.buffer, self.count = data, 0, 0, 0

    def bit(self):
        if not self.count:
            self.buffer = self.data[self.position]
            self.position += 1
            self.count = 8
        b = self.buffer & 1
        self.buffer >>= 1
        self.count -= 1
        return b

    def bits(self, n):
        return sum(self.bit() << i for i in range(n))

    def symbol(self, table):
        code = length = 0
        while True:
            code = code << 1 | self.bit()
            length += 1
            s = table.get((length, code))
            if s is not None:
                return s


def find(table, value):
    i = len(table) - 1
    while table[i][0] > value:
        i -= 1
    return i, value - table[i][0], table[i][1]


def deflate(data):
    w = Writer()
    w.bits(1, 1)
    w.bits(1, 2)
    seen, i = {}, 0
    while i < len(data):
        key = data[i:i + 3]
        j = seen.get(key, -1) if len(key) == 3 else -1
        seen[key] = i
        if j >= 0 and i - j <= 24000:
            length = 3
            while length < 257 and i + length < len(data) and data[j + length] == data[i + length]:
                length += 1
            symbol, extra, n = find(LENGTHS, length)
            w.code(FIXED[257 + symbol])
            w.bits(extra, n)
            symbol, extra, n = find(DISTANCES, i - j)
            w.code(FIXED_DISTANCE[symbol])
            w.bits(extra, n)
            i += length
        else:
            w.code(FIXED[data[i]])
            i += 1
    w.code(FIXED[256])
    return w.finish()


def inflate(data):
    r, out = Reader(data), bytearray()
    assert r.bits(1) == 1 and r.bits(2) == 1
    while True:
        s = r.symbol(DECODE)
        if s == 256:
            return bytes(out)
        if s < 256:
            out.append(s)
            continue
        base, n = LENGTHS[s - 257]
        length = base + r.bits(n)
        base, n = DISTANCES[r.symbol(DECODE_DISTANCE)]
        start = len(out) - base - r.bits(n)
        for i in range(length):
            out.append(out[start + i])


def run(n):
    seed, text = 7, bytearray()
    while len(text) < n:
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        text += [b"the ", b"quick ", b"brown ", b"fox ", b"%d " % (seed % 1000), b"jumps "][(seed >> 16) % 6]
    packed = deflate(bytes(text))
    assert inflate(packed) == text
    return len(text), len(packed), sum(packed)
