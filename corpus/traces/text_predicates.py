# Predicates of strs in hot loops: characters of one byte and others, longer strs, subclasses, and what is no str at all.
class S(str):
    pass


TESTS = ["isalpha", "isalnum", "isdecimal", "isdigit", "isnumeric", "isspace", "isprintable", "islower", "isupper", "istitle", "isidentifier", "isascii"]
TEXT = "".join(map(chr, range(256))) + "αΩ٣½ǅ\u2003\u200b😀一"


def counts(texts):
    a = b = c = d = e = f = g = h = i = j = k = l = 0
    for s in texts:
        if s.isalpha(): a += 1
        if s.isalnum(): b += 1
        if s.isdecimal(): c += 1
        if s.isdigit(): d += 1
        if s.isnumeric(): e += 1
        if s.isspace(): f += 1
        if s.isprintable(): g += 1
        if s.islower(): h += 1
        if s.isupper(): i += 1
        if s.istitle(): j += 1
        if s.isidentifier(): k += 1
        if s.isascii(): l += 1
    return a, b, c, d, e, f, g, h, i, j, k, l


def scan(s):
    i, out = 0, []
    while i < len(s):
        c = s[i]
        if c.isspace():
            i += 1
            continue
        j = i + 1
        if c.isalpha() or c == "_":
            while j < len(s) and (s[j].isalnum() or s[j] == "_"):
                j += 1
        elif c.isdigit():
            while j < len(s) and s[j].isdigit():
                j += 1
        out.append(s[i:j])
        i = j
    return out


for _ in range(20):
    r = counts(TEXT)
print(dict(zip(TESTS, r)))
words = ["", "abc", "ABC", "Abc Def", "a1", "12", "½٣", " \t", "été", "x y", "é1", "一二", "\x00", "Ǆ", "ß", "_x", "1x"]
for _ in range(60):
    r = counts(words)
print(dict(zip(TESTS, r)))
print(counts([S("ab"), "cd", S(" "), S("É")] * 200))
for _ in range(100):
    r = scan("x1 = (foo_2 + 23) * été - ٣4 / _y\t;\n")
print(r)
try:
    counts(["a"] * 500 + [b"1"] * 3)
except AttributeError as e:
    print(e)
try:
    counts(["a"] * 500 + [3])
except AttributeError as e:
    print(e)
