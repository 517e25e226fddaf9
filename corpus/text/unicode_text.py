import unicodedata
for c in "aÅé٣½Ⅷ€日😀ß\u0301":
    print(ascii(c), unicodedata.name(c, "?"), unicodedata.category(c), unicodedata.combining(c), unicodedata.numeric(c, None), unicodedata.east_asian_width(c), unicodedata.bidirectional(c))
s = "Å\u00e9 ﬁ"
for form in ("NFC", "NFD", "NFKC", "NFKD"):
    n = unicodedata.normalize(form, s)
    print(form, ascii(n), len(n), unicodedata.is_normalized(form, s))
print(unicodedata.lookup("GREEK SMALL LETTER ALPHA"), "\N{GREEK SMALL LETTER ALPHA}", unicodedata.digit("٣"), unicodedata.decimal("٣"))
naïve = 1
变量 = 2
print(naïve + 变量, "ﬁ" in dir(), [n for n in dir() if not n.isascii()])
ﬁx = 5
print(fix)
print("ΣΊΣΥΦΟΣ".lower(), "ΌΣΟΣ".title(), "ŉ".upper(), "ΐ".upper(), "ﬃ".title(), "Ⓐ".lower(), "ı".upper(), "K".lower() == "k")
print(sorted(["é", "e", "z", "É", "a"]), [x.casefold() for x in ("ẞ", "ς", "Σ")], "e\u0301" == "é", "\u00e9".isalpha())
print("a\u0300b".center(7, "-"), len("👨‍👩‍👧"), list("👍🏽"), "日本語".rjust(5) + "|", "%5s|" % "é", "{:>4}".format("日"))
print("\u2003x\u00a0".split(), "a\u2028b".splitlines(), "\u3000".isspace(), "\u200b".isspace(), "١٢٣".isdigit(), int("١٢٣"), "௧".isdecimal(), float("１.５"))
