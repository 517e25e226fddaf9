# Arguments of pack and unpack_from, and algorithms by name.
import hashlib, struct
S=struct.Struct('<IHBf')
print(S.pack(1,2,3,1.5), struct.pack('>3sH',b'ab',7), struct.pack('', ), struct.unpack_from('<H', b'abcd', 2), struct.unpack_from('<H', b'abcd', offset=-2))
for f in [lambda: struct.pack('<I'), lambda: struct.pack('<I','x'), lambda: S.pack(1), lambda: struct.unpack_from('<I', b'ab'), lambda: struct.unpack_from('<I', b'abcd', -2), lambda: struct.unpack_from('<I', b'abcd', -9), lambda: struct.unpack_from('<I', b'abcd', 'x'), lambda: struct.Struct.pack(5), lambda: struct.pack_into('<I', bytearray(2), 0, 1), lambda: struct.pack_into('<I', bytearray(8), -2, 1), lambda: struct.pack('<I', 1, x=2), lambda: struct.unpack_from('<I', b'abcd', 2**70)]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
for n in ['md5','sha1','SHA256','sha3_256','blake2b','sha512_256','shake_128']:
    h=hashlib.new(n,b'abc'); print(h.name, h.hexdigest(8) if 'shake' in n else h.hexdigest())
for n in ['nope','']:
    try: hashlib.new(n)
    except Exception as e: print(type(e).__name__, e)
print(hashlib.md5(b'x',usedforsecurity=False).hexdigest(), hashlib.new('md5',usedforsecurity=False).name)
