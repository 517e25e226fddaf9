"""An array of text may hold words that are no characters: reading one is an error, comparing them is none."""
import array

a = array.array("w", b"\xff\xff\xff\xffa\0\0\0")
b = array.array("w", "ab")
for f in (a.tounicode, lambda: str(a), lambda: a[0], lambda: a[1], lambda: list(a), a.tolist, lambda: a.index("a"), lambda: "a" in a, lambda: a.count("a"), a.pop,
          lambda: a.pop(0), lambda: a == b, lambda: a != b, lambda: a < b, lambda: b < b, lambda: a + b == b + a, lambda: a == array.array("i", [97])):
    try:
        print(f())
    except ValueError as e:
        print("ValueError", str(e) if "chr" in str(e) else "")
