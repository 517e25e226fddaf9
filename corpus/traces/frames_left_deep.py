# Inlined calls that looked at frames deep down have returned; then a generator runs in an inlined `__init__` whose own frame is not in memory, and a
# collection comes while it is joined: the frames further out must still be found.
import gc


class Trivia:
    def __init__(self, text):
        self.text = text


class Key:
    def __init__(self, text):
        self.text = text
        self.parts = [self]

    def as_string(self):
        return self.text

    def concat(self, other):
        return Dotted(self.parts + other.parts, sep=self.text)


class Dotted(Key):
    def __init__(self, parts, sep=None):
        self.parts = list(parts)
        self.text = ".".join(p.as_string() for p in self.parts)
        self.sep = " = " if sep is None else sep
        self.all = tuple(p.as_string() for p in self.parts)


class Source:
    def __init__(self, text):
        self.text = text
        self.at = 0

    def peek(self):
        return self.text[self.at:self.at + 1]

    def note(self, n):
        return self.deeper(n)

    def deeper(self, n):
        return self.deepest(n)

    def deepest(self, n):
        # (A call that looks at frames.)
        return len(sorted(vars(self), key=lambda k: k + str(n)))

    def word(self):
        b = self.at
        while self.peek() not in "., ":
            self.at += 1
        self.note(b)
        return Key(self.text[b:self.at])


def parse(text):
    source = Source(text)
    out = [Trivia(text)]
    body = {"first": out}
    key = source.word()
    while source.peek() == ".":
        source.at += 1
        key = key.concat(source.word())
    body["key"] = key
    kept = [out, Trivia(key.text)]
    return key.text, len(body), kept[0][0].text, kept[1].text, key.all


def work(n):
    last = None
    for i in range(n):
        mine = [Trivia("outer"), {"i": i}]
        last = parse("a%d.b.c.d.e.f,g" % (i % 7))
        assert mine[0].text == "outer" and mine[1]["i"] == i, i
    return last


print(work(3000))
gc.collect()
print(work(300))
