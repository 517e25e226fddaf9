# Indexing, slicing, iteration, comparison, membership, repr and escapes.
s = "0123456789"
for start in (None, 0, 2, -3, 50, -50):
    for stop in (None, 5, -1, 0, 50):
        for step in (None, 1, 2, -1, -3):
            print(s[start:stop:step] or "-", end=" ")
    print()
print(s[0], s[-1], s[True], s[slice(1, 4)], [c for c in "añb"], list("日本語"), "日本語"[1], "a😀b"[1], len("a😀b"), "a😀b"[::-1])
for t in ("plain", "it's", 'say "hi"', "both ' and \"", "tab\tnl\ncr\r", "back\\slash", "\x00\x01\x7f", "\x80\xa0\xad", "é", "\u200b", "\ud800", "😀", "\U000e0001", "a\u0301", "\N{BULLET}"):
    print(ascii(repr(t)), ascii(t), len(t), [hex(ord(c)) for c in t][:3])
print("abc" < "abd", "abc" < "ab", "Z" < "a", "" < "a", "abc" == "abc", "é" > "z", "\uffff" < "\U00010000", max("hello"), min("hello"), sorted("banana"))
print("ell" in "hello", "" in "", "x" not in "abc", "hello".find("l", -2), "a" "b" 'c', r"raw\n", "line \
continued", """triple
quoted 'text' "here" """)
print("\101\x41\u0041\U00000041\N{LATIN SMALL LETTER A}", b"\x41\102", rb"\x", "\a\b\f\v".encode(), u"u-string", ascii("\t"))
try:
    s[1] = "x"
except TypeError as e:
    print(e)
try:
    del s[0]
except TypeError as e:
    print(e)
try:
    s[::0]
except ValueError as e:
    print(e)
print(hash("a") == hash("".join(["a"])), str(5), str(None), str(b"x"), str(b"caf\xc3\xa9", "utf-8"), str("x"), str(), str(object=1.5), repr("x"))
class S(str):
    def __repr__(self): return "S(" + super().__repr__() + ")"
x = S("hello")
print(repr(x), x, x + "!", type(x + "!").__name__, x.upper(), x == "hello", {x: 1}["hello"], isinstance(x, str), S(5), f"{x!r}")
it = iter("xyz")
print(next(it), list(it), list(reversed("abc")), list(enumerate("ab", 5)), list(zip("ab", "cd")), [*"pq"], {*"r"}, "abc".__contains__("b"))
a, b, *c = "wxyz"
print(a, b, c, "%s" % "z", "abc".__getitem__(1), "abc".__len__(), "abc".__mul__(2), "abc".__add__("d"), "%d%%" .__mod__(5))
lines = []
for i, word in enumerate("the quick brown fox jumps over the lazy dog".split()):
    lines.append(f"{i:>2}:{word:<6}|{word[::-1]:^7}|{word[1:-1]!r}")
print("\n".join(lines))
