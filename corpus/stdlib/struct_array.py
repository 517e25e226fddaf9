import array, struct
for fmt, args in (("<i", (5,)), (">hHbB", (-1, 65535, -128, 255)), ("=qQ", (-2**63, 2**64 - 1)), ("<fd", (1.5, 2.5)), ("5s3p", (b"abc", b"xyz")), ("?c", (True, b"z")), ("<3h", (1, 2, 3)), (">I4x", (7,)), ("@bi", (1, 2)), ("<e", (0.5,)), ("n", (5,)), ("0s", (b"",)), ("!L", (2**32 - 1,))):
    b = struct.pack(fmt, *args); print(fmt, b.hex(), struct.unpack(fmt, b), struct.calcsize(fmt))
st = struct.Struct("<HI"); print(st.size, st.format, list(st.iter_unpack(st.pack(1, 2) * 2)), st.unpack_from(b"xx" + st.pack(3, 4), 2)); ba = bytearray(8); st.pack_into(ba, 1, 5, 6); print(ba)
for op in (lambda: struct.pack("i", "a"), lambda: struct.pack("b", 200), lambda: struct.unpack("i", b"ab"), lambda: struct.pack("z", 1), lambda: struct.pack("ii", 1), lambda: struct.pack("H", -1), lambda: struct.calcsize("9999999999999999999i"), lambda: struct.pack("s", "x"), lambda: struct.pack("c", b"ab"), lambda: struct.unpack_from("i", b"abcd", 2), lambda: struct.pack("f", 1e300)):
    try: print(op())
    except Exception as e: print(type(e).__name__, e)
ar = array.array("i", [1, 2, 3]); ar.append(4); ar.extend([5]); print(ar, ar[1:3], ar.tobytes().hex(), ar.itemsize, ar.typecode, sum(ar), ar.index(3), array.array("d", [1.5]), array.array("B", b"ab").tolist(), memoryview(ar)[0]); ar.byteswap(); print(ar[0])
