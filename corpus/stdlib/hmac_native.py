"""`_hmac`: all its digests, at once and in pieces; copies; names in any case; bad keys, messages and names; what `hmac` makes of it without `_hashlib`."""
import _hashlib
import _hmac
import array
import copy
import hmac
import inspect
import mmap
import pickle
import sys
import weakref

HASHES = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_224", "sha3_256", "sha3_384", "sha3_512")
KEYS = b"", b"k", b"key" * 99, bytes(range(256))


def show(label, f, *a, **k):
    try:
        r = f(*a, **k)
        print(label, r.hexdigest() if isinstance(r, _hmac.HMAC) else r.hex() if isinstance(r, bytes) else r)
    except Exception as e:
        print(label, type(e).__module__, type(e).__name__, e)


print(sorted(n for n in vars(_hmac) if not n.startswith("__")))
print(_hmac.HMAC.__mro__, _hmac.UnknownHashError.__mro__, _hmac._GIL_MINSIZE)
for f in (_hmac.new, _hmac.compute_digest, _hmac.compute_md5, _hmac.HMAC.update, _hmac.HMAC.copy, _hashlib.hmac_new):
    print(f.__name__, f.__module__ if hasattr(f, "__module__") else None, f.__text_signature__, inspect.signature(f))

# Every digest.
for n in HASHES:
    once = getattr(_hmac, "compute_" + n)
    for key in KEYS:
        h = _hmac.new(key, b"mess", n)
        c = h.copy()
        h.update(msg=b"age")
        assert h.digest() == h.digest() == once(key, b"message") == _hmac.compute_digest(key, b"message", n) == hmac.digest(key, b"message", n)
        assert h.digest() == hmac._compute_digest_fallback(key, b"message", n)
        print(n, h.name, h.block_size, h.digest_size, h.hexdigest()[:32], c.hexdigest()[:8], c.name, c.digest_size)
for key in KEYS:
    print(_hmac.compute_blake2s_32(key, b"message").hex())
    print(_hmac.compute_blake2b_32(key, b"message").hex())
    assert _hmac.compute_digest(key, b"m", "blake2s") == _hmac.compute_blake2s_32(key, b"m") == hmac.digest(key, b"m", "blake2s")
print(repr(_hmac.new(b"", b"", "SHA3_256")).split("@")[0], str(_hmac.new(b"", b"", "sha2_512")).split("@")[0])


# Names.
class Name(str):
    pass


for n in ("MD5", "mD5", "Sha256", "sha2_256", "SHA2_384", "sha2-256", "sha3-256", "SHA3_512", "sha256\0", "md5\0x", "\0", "", "unknown", "md5-sha1", "sha512_256",
          "shake_128", "sm3", "ripemd160", "blake2b_32", "BLA\u212aE2S_32", "blake2b512", "\u0130", "\udc80", None, 3, b"md5", object, Name("md5"), Name("SHA1"), Name("md6"), ["md5"]):
    show(ascii(n), _hmac.compute_digest, b"k", b"m", n)
    if "blake2" not in str(n).lower():
        show(ascii(n), _hmac.new, b"k", b"m", n)
for f in (_hashlib.openssl_sha256, len):
    show("function", _hmac.new, b"k", b"m", f)


class Loud:
    def __repr__(self):
        raise RuntimeError("repr")


show("repr", _hmac.new, b"k", b"m", Loud())


# Keys and messages.
class Exporter:
    def __buffer__(self, flags):
        return memoryview(b"exported")


for v in (b"", bytearray(b"abc"), memoryview(b"abc"), array.array("i", [1, 2]), memoryview(b"abcdef")[::2], memoryview(b"abcdef").cast("B", (2, 3)), Exporter(), "text", 3, None, [1], 1.5):
    show(type(v).__name__, _hmac.new, v, b"m", "md5")
    show(type(v).__name__, _hmac.new, b"k", v, "md5")
    show(type(v).__name__, _hmac.new(b"k", digestmod="md5").update, v)
    show(type(v).__name__, _hmac.compute_digest, v, b"m", "sha256")
    show(type(v).__name__, _hmac.compute_sha1, b"k", v)
    show(type(v).__name__, _hmac.compute_sha1, v, "m")
    show(type(v).__name__, _hashlib.hmac_new, v, b"m", "unknown")
    show(type(v).__name__, _hashlib.hmac_digest, b"k", v, "md5")
for args, kwargs in (((), {}), ((b"k",), {}), ((b"k", b"m"), {}), ((b"k", b"m", "md5", 1), {}), ((b"k",), {"data": b""}), ((), {"key": b"k", "msg": None, "digestmod": "md5"}),
                     ((b"k",), {"msg": b"m"}), (("k",), {"digestmod": "no"}), ((b"k", 3), {"digestmod": None})):
    show("new", _hmac.new, *args, **kwargs)
for args, kwargs in (((), {}), ((b"k", b"m"), {}), ((b"k", b"m", "md5", 1), {}), ((b"k", b"m"), {"digestmod": "md5"}), ((), {"key": b"k", "msg": b"m", "digest": "md5"}), (("k", "m", "no"), {})):
    show("compute_digest", _hmac.compute_digest, *args, **kwargs)
for args, kwargs in (((), {}), ((b"k",), {}), ((b"k", b"m", 1), {}), ((b"k",), {"msg": b"m"}), ((), {"key": b"k", "msg": b"m"})):
    show("compute_md5", _hmac.compute_md5, *args, **kwargs)

# Lengths: nothing of the memory is touched. (`new` with such a key may crash CPython.)
big = mmap.mmap(-1, (1 << 32) + 1, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=mmap.PROT_READ)
show("big", _hmac.compute_digest, big, 3, "md5")
show("big", _hmac.compute_sha256, b"", big)
show("big", _hmac.compute_blake2b_32, big, b"")
show("big", _hashlib.hmac_new, big)
show("big", _hashlib.hmac_digest, big, b"", "unknown")
show("big", _hashlib.hmac_digest, b"", big, "unknown")

# The type.
h = _hmac.new(b"k", b"m", "sha1")
T = type(h)
show("call", T)
show("call", T, b"k")
show("new", T.__new__, T)
show("new", object.__new__, T)
show("subclass", type, "X", (T,), {})
show("copy", copy.copy, h)
show("pickle", pickle.dumps, h)
show("weakref", weakref.ref, h)
show("set", setattr, h, "name", "x")
show("set", setattr, h, "other", "x")
show("set", setattr, T, "other", "x")
show("delete", delattr, h, "block_size")
show("update", h.update)
show("update", h.update, b"", b"")
show("digest", h.digest, 1)
show("hexdigest", h.hexdigest, 1)
print(h == h.copy(), h == h, issubclass(_hmac.UnknownHashError, ValueError), h.hexdigest())
try:
    raise _hmac.UnknownHashError("a", 1)
except ValueError as e:
    print(repr(e), e.args)

# `_hashlib` shares it.
for d in ("unknown", "", "shake_128", None, 3, len, object, _hashlib.openssl_sha3_256, _hashlib.openssl_shake_256, "sha512_256", "SHA256", "md5\0"):
    for f in (_hashlib.hmac_new, _hashlib.hmac_digest):
        show("hashlib", lambda: (lambda r: r if isinstance(r, bytes) else (r.name, r.hexdigest()))(f(b"k", b"m", d)))
show("hashlib", _hashlib.hmac_new, b"k")
show("hashlib", _hashlib.new, "unknown")
show("hashlib", _hashlib.HMAC)

# `hmac` without `_hashlib`.
for name in ("hmac", "hashlib", "_hashlib"):
    sys.modules.pop(name, None)
sys.modules["_hashlib"] = None
import hmac

h = hmac.new(b"key", b"message", "sha256")
print(type(h._hmac), h.name, h.digest_size, h.block_size, h.hexdigest(), h.copy().hexdigest(), hmac.digest(b"key", b"message", "SHA384").hex())
show("fallback", hmac.digest, b"key", b"message", "unknown")
show("fallback", hmac.new, b"key", b"message", "unknown")
print(hmac.HMAC(b"key", b"m", digestmod=__import__("_md5").md5).hexdigest())
