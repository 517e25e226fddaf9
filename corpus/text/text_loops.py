"""Texts and bytes of many lengths and widths, around the steps of the loops that go over them in pieces: a digest for each kind of operation."""
import hashlib
import random
import warnings

warnings.simplefilter("ignore")
digests = {}


def note(kind, *values):
    digests.setdefault(kind, hashlib.md5()).update(repr(values).encode("utf-8", "surrogatepass"))


alphabet = ["a", "Z", "é", "ж", "😀", "\ud800", "\udc80", "\n", "0", " "]
lengths = [*range(0, 36, 5), 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256, 257, 4095, 4097]
r = random.Random(7)
texts = []
for n in lengths:
    for k in (2, 3, 4, 5, 10):
        texts.append("".join(r.choice(alphabet[:k]) for _ in range(n)))
        if n > 2:
            c = alphabet[k - 1]
            texts += ["a" * (n - 1) + c, c + "b" * (n - 1), "a" * (n // 2) + c + "b" * (n - n // 2 - 1)]
encodings = "utf-8 utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be ascii latin-1".split()
handlers = "strict ignore replace backslashreplace xmlcharrefreplace namereplace surrogateescape surrogatepass".split()
for t in texts:
    n = len(t)
    for e in encodings:
        for h in handlers if n < 40 else handlers[:3]:
            try:
                b = t.encode(e, h)
                note("encode " + e, b, b.decode(e) == t)
            except UnicodeError as error:
                note("encode " + e, str(error), error.encoding)
    for w in (n + 1, n + 7, n * 2 + 3):
        note("padding", t.center(w), t.ljust(w, "ж"), t.rjust(w, "é"), t.zfill(w), ("-" + t).zfill(w + 3))
    note("slices", t[::2], t[::-1], t[1::3], t[::-2], t[5:], t[1:-1])
    note("case", t.upper(), t.lower(), t.swapcase(), t.title(), t.capitalize())
    note("items", list(t), sorted(set(t)), tuple(t), [*t], sorted({*t, "a"}))
    note("search", t.find("ж"), t.rfind("ж"), t.rfind("a"), t.rfind("😀"), t.find("Z"), t.find("aZ"), t.count("a"), t.count("aa"), t.count("é"))
    note("split", t.partition("ж"), t.rpartition("é"), t.split("Z"), t.splitlines(True), t.splitlines(), t.split(), t.rsplit())
    note("joined", "x" + t, t + "x", t[:10] + t[10:], t * 3, "-".join([t, t]))
    for table in ({97: 98, 90: None, 0x436: "xy"}, {97: 0x4e00}, {97: 0x1f600}, {98: "é"}, str.maketrans("aé", "bж")):
        note("translate", t.translate(table))
units = [97, 65, 10, 32, 48, 45, 233, 195, 169, 0xf0, 0x9f, 0x98, 0x80, 0xd8, 0xed, 0xa0, 0]
for n in [*lengths, 2048]:
    for k in range(4):
        b = bytes(r.choice(units) if k else r.randrange(128) for _ in range(n))
        for e in encodings:
            for h in ("strict", "ignore", "replace", "backslashreplace", "surrogateescape", "surrogatepass"):
                try:
                    note("decode " + e, b.decode(e, h))
                except UnicodeError as error:
                    note("decode " + e, str(error), error.encoding)
        for v in (b, bytearray(b)):
            note("bytes case", v.upper(), v.lower(), v.swapcase(), v.title(), v.capitalize())
            note("bytes padding", v.center(n + 5), v.ljust(n * 2, b"x"), v.rjust(n + 1), v.zfill(n + 3), (b"-" + v).zfill(n + 9))
            note("bytes slices", v[::2], v[::-1], v[1:], v[3:-2], v * 2, v + b"q", b"q" + v, bytes(v), bytearray(v))
            note("bytes translate", v.translate(None), v.translate(None, b"a\n"), v.translate(bytes(range(255, -1, -1))), v.translate(bytes(range(255, -1, -1)), b"AZ"))
            note("bytes hex", v.hex(), v.hex(":"), v.hex("-", 2), v.hex("-", -3))
            note("bytes items", list(v), sorted(set(v)), tuple(v), repr(v))
            note("bytes split", v.split(), v.rsplit(), v.splitlines(), v.splitlines(True), v.split(b"a"), v.rfind(b"a"), v.count(b"aa"), v.find(b"\n"), v.partition(b"0"), v.rpartition(b"0"))
            m = bytearray(v)
            m += v
            m.extend(v)
            m[2:5] = b"xyzw"
            m.append(7)
            del m[:3]
            note("bytearray", m)
for kind, d in digests.items():
    print(kind, d.hexdigest())

# Copies at every distance within a page.
big = bytes(i * 7 & 255 for i in range(20000))
text = big.decode("latin-1")
print(all(bytearray(big[i:]) == big[i:] and (text[:i] + text[i:]) == text and text[i:].encode("latin-1") == big[i:] for i in range(130)))

# Iterators from the end and lists that change meanwhile.
items = [1, 2, 3]
it = reversed(items)
next(it)
print(list(it), list(it), items)
it = reversed(items)
items.clear()
print(list(it))
items = [1, 2, 3]
it = reversed(items)
items.append(4)
print(list(it))
it = reversed(items)
items.extend(it)
print(items)


class Text(str):
    def __iter__(self):
        return iter("xy")


print(list(Text("ab")), sorted(set(Text("ab"))), tuple(Text("ab")))
# The byte order is part of the codec's name in errors.
for b, e in ((b"\0\xdc", "utf-16"), (b"\xfe\xff\xdc\0", "utf-16"), (b"\xff", "utf-16"), (b"\xff" * 4, "utf-32"), (b"\0\0\xfe\xff" + b"\xff" * 4, "utf-32"), (b"a", "utf-32")):
    try:
        b.decode(e)
    except UnicodeError as error:
        print(error, error.encoding)
