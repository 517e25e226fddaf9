# Every method of str.
s = "Hello, World"
for name, args in [("upper", ()), ("lower", ()), ("swapcase", ()), ("title", ()), ("capitalize", ()), ("casefold", ()), ("center", (20, "*")), ("ljust", (15, ".")), ("rjust", (15,)), ("zfill", (15,)),
                   ("find", ("o",)), ("find", ("o", 5)), ("find", ("zz",)), ("rfind", ("o",)), ("index", ("W",)), ("rindex", ("l",)), ("count", ("l",)), ("count", ("",)), ("count", ("l", 3, 8)), ("startswith", ("Hell",)), ("startswith", (("x", "H"),)), ("endswith", ("ld", 3)), ("endswith", ("x",)),
                   ("replace", ("l", "L")), ("replace", ("l", "_", 2)), ("replace", ("", "-")), ("partition", (", ",)), ("rpartition", ("o",)), ("partition", ("zz",)), ("rpartition", ("zz",)), ("split", ()), ("split", (",",)), ("split", ("l", 1)), ("rsplit", ("l", 1)), ("splitlines", ()), ("strip", ("Hd",)), ("lstrip", ("He",)), ("rstrip", ("dl",)), ("removeprefix", ("Hello",)), ("removesuffix", ("World",)), ("expandtabs", (4,)), ("join", (["a", "b", "c"],)), ("encode", ()), ("isalpha", ()), ("islower", ()), ("istitle", ())]:
    print(name, args, repr(getattr(s, name)(*args)))
for t in ("", " ", "abc", "ABC", "Abc", "a1", "123", "²", "½", "Ⅷ", "٣", "a b", "_x", "1x", "\n", "\x00", "é", "ß", "A\u0301", "ǅ", "日本"):
    print(ascii(t), t.isalpha(), t.isdigit(), t.isdecimal(), t.isnumeric(), t.isalnum(), t.isspace(), t.isupper(), t.islower(), t.istitle(), t.isidentifier(), t.isprintable(), t.isascii())
print("  a b  c ".split(), "  a b  c ".split(" "), "a,b,,c".split(","), "".split(), "".split(","), " a ".rsplit(None, 1), "a b c d".split(None, 2), "abc".rsplit("b"))
print("a\nb\r\nc\rd\x0be\x1cf\u2028g".splitlines(), "a\nb\n".splitlines(True), "\n\n".splitlines())
print("a\tbc\td".expandtabs(), "a\tbc\td".expandtabs(3), "ß".upper(), "ﬁ".upper(), "İ".lower(), "ΑΣ".lower(), "ǆ".title(), "straße".casefold(), "they're bill's".title())
print("abc".translate({97: "A", 98: None, 99: 0x43}), "hello".translate(str.maketrans("el", "ip", "o")), str.maketrans({"a": 1, 98: "x"}), str.maketrans("ab", "cd"))
print("-".join("abc"), ",".join([]), "".join(["x"]), "x".join(iter("123")), "-42".zfill(6), "+7".zfill(4), "abc".center(6), "abc".center(7, "x"), "ab".center(5, "x"))
print("{0} {name}".format_map({"name": "n"}) if False else "{name}".format_map({"name": "n"}), "a" * 3, 3 * "ab", "a" * 0, "a" * -1, "abc" + "def")
for op in (lambda: "a".center(5, "xy"), lambda: "abc".index("z"), lambda: "abc".split(""), lambda: ",".join([1]), lambda: "a" + 1, lambda: "a" * 1.5, lambda: "abc".partition(""), lambda: "a".foo, lambda: "abc".startswith(1), lambda: "a".replace("a"), lambda: "abc"[5], lambda: str("abc")["x"], lambda: str.maketrans("a", "bc"), lambda: "a".encode("nope"), lambda: "é".encode("ascii"), lambda: "a" in 5, lambda: 5 in "a", lambda: str(b"a", "utf-8", 5), lambda: "abc".join("x", "y"), lambda: "x".zfill()):
    try:
        print(repr(op()))
    except Exception as e:
        print(type(e).__name__ + ":", e)
