# Unicode 3.2.0: what came later was not assigned, and some answers were others.
import hashlib
import stringprep
import unicodedata

old = unicodedata.ucd_3_2_0
print(type(old), old.unidata_version, type(old) is unicodedata.UCD, type(unicodedata.UCD.unidata_version).__name__)
for f in (type(old), lambda: setattr(old, "unidata_version", "4"), lambda: old.name(""), lambda: old.name("\u0221"), lambda: old.decimal("\U0001d7ff", "no"),
          lambda: old.digit("a"), lambda: old.numeric("\u4e0d"), lambda: old.lookup("NULL"), lambda: old.normalize("NF", "é")):
    try:
        print(f())
    except (TypeError, ValueError, AttributeError, KeyError) as e:
        print(type(e).__name__, e)

changed = "+-/\u00a7\u00aa\u00ad\u00b2\u02b9\u06dd\u070f\u09f4\u09f8\u0cbf\u0f3a\u0221\u1369\u17b4\u200b\u226d\u231a\u29a1\u3405\u4e24\u4ebf\u5793\u9fa6\ufe59\U0001f600\U0002f868\U000323af"
for c in changed:
    print(f"{ord(c):04x}", *(f"{d.category(c)} {d.bidirectional(c)!r} {d.east_asian_width(c)} {d.decimal(c, '-')} {d.digit(c, '-')} {d.numeric(c, '-')} {d.mirrored(c)}"
                             for d in (old, unicodedata)), ascii(old.name(c, None)), sep=" | ")

points = [*range(0, 0x400, 3), *range(0x400, 0x3400, 23), *range(0x3400, 0x30000, 401), *range(0x30000, 0x110000, 19991), *range(0xfa00, 0xfb10, 3), *range(0x2f860, 0x2fa20, 7)]
text = [chr(i) for i in points]
for name in ("category", "bidirectional", "combining", "mirrored", "east_asian_width", "decomposition"):
    answers = " ".join(map(str, map(getattr(old, name), text)))
    print(name, hashlib.sha256(answers.encode()).hexdigest())
for name in ("decimal", "digit", "numeric", "name"):
    f = getattr(old, name)
    answers = " ".join([str(f(c, None)) for c in text])
    print(name, hashlib.sha256(answers.encode()).hexdigest())

# The newer compositions are made all the same, while what they make is not taken apart.
for s in ("\u1b05\u1b35", "\u1b06", "\U0002f868", "\U0002f874x\u0301", "e\u0301\u0358", "ﬁ\u1e9b\u0323", "abc", "가\u11a8"):
    print(ascii(s), *(f"{ascii(old.normalize(form, s))} {old.is_normalized(form, s)}" for form in ("NFC", "NFD", "NFKC", "NFKD")))
s = "abc"
print(old.normalize("NFC", s) is s, unicodedata.normalize("NFC", s) is s)
class Text(str):
    pass


print([type(d.normalize("NFC", Text(t))).__name__ for d in (old, unicodedata) for t in ("", "a", "é", "e\u0301")])
whole = "a".join(text)
for form in ("NFC", "NFD", "NFKC", "NFKD"):
    print(form, hashlib.sha256(old.normalize(form, whole).encode("utf-8", "surrogatepass")).hexdigest())

print(stringprep.in_table_a1("\u0221"), stringprep.in_table_a1("\u0220"), stringprep.in_table_d2("\u0221"), [ascii(stringprep.map_table_b2(c)) for c in "ß\u037a\u1e9e"])
for s in ("pythön.org", "ﬁ\u00ad.example", "\u0221", "\U0001f600", "١a", "א1ב", "a\u0340"):
    try:
        print(s.encode("idna"))
    except UnicodeError as e:
        print(type(e).__name__, ascii(str(e)))
