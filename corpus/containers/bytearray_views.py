def f():
    b = bytearray(b"hello world"); x = bytes(memoryview(b)[:3]); del b[:3]; print(x, b)
    m = memoryview(b)
    for op in ("b.append(1)", "b.extend(b'x')", "del b[0]", "b.clear()", "b += b'y'", "b.pop()"):
        try: exec(op); print("no error", op)
        except BufferError as e: print(op, e)
    b[0] = 65; print(m[0], b); m.release(); b.append(66); print(b)
    with memoryview(b) as v:
        try: b.append(1)
        except BufferError as e: print(e)
    b.append(67); print(b)
f()
b = bytearray(10); m = memoryview(b)[2:4]
try: b.extend(b"abc")
except BufferError as e: print(e)
del m; b.extend(b"abc"); print(b)

# An array is no operand of its own growing, but of its copy's.
own = bytearray(b"ab")
try:
    own += own
except BufferError as e:
    print(e)
own.extend(own)
own[1:1] = own
empty = bytearray()
empty += empty
print(own, empty)
