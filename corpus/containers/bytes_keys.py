"""Bytes as keys and in tuples: equality and hashes of values made in different ways."""
d = {}
for i in range(300):
    d[b"k%d" % (i % 50)] = i
    d[(b"a" * (i % 3), bytes([i % 7]))] = i
print(len(d), d[b"k" + b"7"], d[(b"", b"\x01")], bytearray(b"k7") in {b"k7"} if False else d.get(bytes(bytearray(b"k7"))))


class B(bytes):
    def __eq__(self, other):
        return bytes.__eq__(self, other[:2])

    def __hash__(self):
        return hash(bytes(self))


print(B(b"ab") == b"abc", b"abc" == B(b"ab"), (B(b"ab"),) == (b"abc",), B(b"k7") in d, hash(B(b"x")) == hash(b"x"))
print(b"a" == bytearray(b"a"), b"a" != b"b", b"" == b"", (b"a", b"b") == (b"a", b"c"), [b"a"] == [b"a"], {b"x", b"y"} == {b"y", b"x"})
try:
    {bytearray(b"a"): 1}
except TypeError as e:
    print(e)
