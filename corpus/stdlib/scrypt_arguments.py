"""`hashlib.scrypt` with numbers that are negative, too large or impossible."""
import hashlib

for n, r, p in ((2, -1, 1), (2, 1, -1), (-2, 1, 1), (2, 0, 1), (2, 2**70, 1), (2**70, 2, 1), (3, 1, 1), (2, 1, 1)):
    try:
        print(n, r, p, hashlib.scrypt(b"a", salt=b"b", n=n, r=r, p=p).hex()[:8])
    except (ValueError, OverflowError) as e:
        print(n, r, p, type(e).__name__, e)
