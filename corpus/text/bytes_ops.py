# bytes and bytearray.
b = b"Hello, World"
for name, args in [("upper", ()), ("lower", ()), ("title", ()), ("swapcase", ()), ("capitalize", ()), ("find", (b"o",)), ("find", (111,)), ("rfind", (b"o",)), ("index", (b"W",)), ("count", (b"l",)), ("replace", (b"l", b"L")), ("split", (b",",)), ("split", ()), ("rsplit", (b"l", 1)), ("partition", (b", ",)), ("rpartition", (b"o",)), ("strip", (b"Hd",)), ("lstrip", (b"H",)), ("rstrip", (b"d",)), ("center", (20, b"*")), ("ljust", (15,)), ("rjust", (15, b".")), ("zfill", (15,)), ("startswith", (b"He",)), ("endswith", ((b"x", b"ld"),)), ("isalpha", ()), ("isdigit", ()), ("hex", ()), ("hex", ("-", 2)), ("decode", ()), ("removeprefix", (b"He",)), ("removesuffix", (b"ld",)), ("splitlines", ()), ("expandtabs", ()), ("join", ([b"a", b"b"],)), ("isascii", ()), ("translate", (None, b"l"))]:
    print(name, args, getattr(b, name)(*args), getattr(bytearray(b), name)(*args))
print(b[0], b[-1], b[1:4], b[::-1], b[::3], list(b[:3]), 72 in b, b"ell" in b, b + b"!", b * 2 == b + b, len(b), b == bytearray(b), b < b"I", hash(b"a") == hash(bytes(b"a")))
print(bytes(3), bytes([1, 2, 255]), bytes("é", "utf-8"), bytes(b"x"), bytes.fromhex("48 65 6c"), bytes(range(5)), bytes(), b"\x00\xff\n\t\\'\"", b'\'', repr(b"it's"), bytes(memoryview(b"mv")))
print(b"%d %s %x %r %5.1f %c %a %b" % (5, b"abc", 255, "q", 1.5, 65, "é", b"z"), b"%(k)d" % {b"k": 1}, b"".join([]), b"a".__add__(b"c"))
a = bytearray(b"abc")
a.append(100); a.extend(b"ef"); a.insert(0, 33); a += b"!"; a[1] = 65; a[2:4] = b"XYZ"; print(a)
del a[0]; a.reverse(); print(a, a.pop(), a.pop(0)); a.remove(88); a *= 2; print(a, len(a)); a[::2] = b"-" * len(a[::2]); print(a); del a[::2]; print(a, a.copy() is a); a.clear(); print(a, bool(a))
for op in (lambda: bytes([256]), lambda: bytes(-1), lambda: bytes("x"), lambda: b"a" + "b", lambda: b"a"[5], lambda: "a" in b"abc", lambda: bytes.fromhex("zz"), lambda: bytes.fromhex("abc"), lambda: bytearray(b"a").append(300), lambda: b"\xff".decode(), lambda: b"a".join(["x"]), lambda: bytes(1.5), lambda: b"abc".index(b"z"), lambda: 256 in b"a", lambda: bytearray().pop(), lambda: bytearray(b"x").remove(1), lambda: b"%d" % b"x", lambda: bytes([1], "x"), lambda: b"a" % 1, lambda: hash(bytearray())):
    try:
        print(op())
    except Exception as e:
        print(type(e).__name__ + ":", e)
m = memoryview(bytearray(b"0123456789"))
print(m[2], bytes(m[2:5]), m.tolist()[:3], len(m), m.format, m.itemsize, m.readonly, m.nbytes, m[::2].tobytes(), m.shape, m.strides, m == b"0123456789", m.contiguous)
m[0] = 65; m[1:3] = b"BC"; print(m.obj, m.hex()); i = m[:8].cast("I"); print(i.shape, i.itemsize, i.tolist())
try:
    memoryview(b"ro")[0] = 1
except TypeError as e:
    print(e)
m.release()
try:
    m[0]
except ValueError as e:
    print(e)
