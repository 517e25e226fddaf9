"""Digests by keyword: `data=`, `string=`, both; the sponge's parameters of sha3; what does not fit into an item of an array."""
import _blake2
import _sha3
import array
import hashlib


def show(f, *a, **k):
    try:
        h = f(*a, **k)
        print(h.hexdigest(4) if "shake" in h.name else h.hexdigest()[:16])
    except TypeError as e:
        print(e)


for f in (hashlib.md5, hashlib.sha256, hashlib.shake_128, hashlib.blake2b, hashlib.blake2s, _blake2.blake2b):
    show(f, data=b"a")
    show(f, string=b"a")
    show(f, b"a", data=b"b")
    show(f, b"a", string=b"b")
    show(f, data=b"a", string=b"b")
    show(f, data="a")
    show(f, usedforsecurity=False, data=b"a")
for n in ("sha3_224", "sha3_512", "shake_128", "shake_256"):
    h = getattr(_sha3, n)()
    print(n, h._capacity_bits, h._rate_bits, h._suffix)
for c in "bBhHiIlLqQ":
    a = array.array(c, [1])
    for x in (2**63, 2**64 - 1, 2**64, 2**70, -1 << 63, -1 << 70):
        try:
            a[0] = x
            print(c, x, a)
        except OverflowError as e:
            print(c, x, e)
