# Formatting of ints, by format(), % and methods.
for v in (0, 7, -42, 255, 1234567, -1234567890):
    for spec in ("", "d", "5d", "<8", ">8", "^8", "=8", "+d", " d", "08d", ",", "_", "x", "X", "#x", "#X", "o", "#o", "b", "#b", "_b", "_x", "#010x", "*^12", "+,d", "c" if v == 255 else "d", "e", ".2f", "g", "%", "n", "=+10d", "#_b", "012,d"):
        print(f"{spec}:{v:{spec}}", end=" ")
    print()
print("%d %5d %-5d| %05d %+d % d %x %X %#x %o %#o %c %c %i %u %s %r %%" % (1, 2, 3, 4, 5, 6, 255, 255, 255, 8, 8, 65, "B", 9, 10, 11, 12))
print("%(a)d %(b)s %(a)05d" % {"a": 1, "b": "two"}, "%*d|%-*d|%.*f" % (6, 1, 6, 2, 2, 3.14159), "%.3d %+.4d %x" % (5, 6, -255))
print("%s" % (1,), "%s %s" % ("a", [1]), "%r" % {"k": 1}, "%s" % {"k": 1}, "%5s|%-5s|%.2s" % ("a", "b", "cdef"), "%a" % "é")
for op in (lambda: "%d" % "a", lambda: "%d %d" % (1,), lambda: "%d" % (1, 2), lambda: "%y" % 1, lambda: "%(a)s" % 1, lambda: "%(a)s" % {}, lambda: "%",
           lambda: "%" % (), lambda: "%c" % "ab", lambda: "%c" % -1, lambda: "%x" % 1.5, lambda: f"{5:s}", lambda: f"{5:.2d}", lambda: f"{5:,x}", lambda: f"{'a':d}", lambda: f"{'a':=5}", lambda: f"{5:zd}", lambda: f"{[]:5}", lambda: f"{None:>5}", lambda: "{}".format(), lambda: "{0} {}".format(1, 2), lambda: "{a}".format(), lambda: "{".format(), lambda: "}".format(), lambda: "{0.x}".format(1), lambda: "{0[a]}".format([1])):
    try:
        print(repr(op()))
    except Exception as e:
        print(type(e).__name__ + ":", e)
print("{} {} {}".format(1, "b", None), "{1} {0} {1}".format("a", "b"), "{x:>{w}}|{x!r:^7}".format(x="v", w=5), "{0[1]} {1.real} {2[k]}".format([1, 2], 3, {"k": "v"}), "{{}} {{{}}}".format(5))
print(bin(10), oct(8), hex(-255), bin(-5), hex(0), chr(97), ord("€"), chr(0x1F600))
class Money:
    def __init__(self, n): self.n = n
    def __format__(self, spec): return f"<{spec or 'plain'}:{self.n}>"
print(f"{Money(3)} {Money(4):abc} {Money(5):>{10}}", "{:x y z}".format(Money(6)), format(Money(7), "q"))
