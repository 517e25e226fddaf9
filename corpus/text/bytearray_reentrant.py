# A bytearray cannot change its size while a method of its own runs foreign code.
class Evil:
    def __init__(self, b): self.b = b
    def __index__(self):
        self.b.clear()
        return 65
for name in ("find", "count", "index", "rindex", "rfind", "__contains__"):
    b = bytearray(b"A")
    try:
        print(getattr(b, name)(Evil(b)))
    except BufferError as e:
        print(name, e, b)
b = bytearray(b",")
def items():
    b.clear()
    yield b"A"
try:
    b.join(items())
except BufferError as e:
    print(e, b)
b = bytearray(b"%a end")
class R:
    def __repr__(self):
        b.clear()
        return "E"
try:
    b % R()
except BufferError as e:
    print(e, b)
class Buffer:
    def __init__(self, f): self.f = f
    def __buffer__(self, flags):
        self.f()
        return memoryview(b"ABC")
b = bytearray(b"x" * 5)
b.extend(Buffer(b.clear))
print(b)
b = bytearray(b"x" * 5)
b.extend(Buffer(lambda: b.extend(b"yy")))
print(b)
print(b"\x01\x02".hex("\0") == "01\x0002", bytearray(b"\x01\x02").hex(b"\x7f"))
try:
    b.translate(b"1", 1)
except (ValueError, TypeError) as e:
    print(type(e).__name__, e)
