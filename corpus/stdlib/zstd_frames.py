"""compression.zstd: round trips, frames, parameters, dictionaries, errors. (No compressed bytes: they depend on the library's version.)"""
import io
from compression import zstd
import _zstd


def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


data = b"hello world " * 1000
x = zstd.compress(data)
print(len(x) < 200, zstd.decompress(x) == data, zstd.decompress(x + zstd.compress(b"tail", 19)) == data + b"tail")
print(zstd.get_frame_info(x), zstd.get_frame_size(x) == len(x))
d = zstd.ZstdDecompressor()
print(d.decompress(x + b"more", 5), d.eof, d.needs_input, d.unused_data, d.decompress(b"") == data[5:], d.eof, d.unused_data)
attempt(lambda: d.decompress(b""))
c = zstd.ZstdCompressor(options={zstd.CompressionParameter.checksum_flag: 1, zstd.CompressionParameter.compression_level: 5})
y = c.compress(b"abc") + c.compress(b"def", c.FLUSH_BLOCK) + c.flush()
print(zstd.decompress(y), c.last_mode)
for f in (lambda: zstd.decompress(x[:-2]), lambda: zstd.decompress(b"nonsense"), lambda: zstd.get_frame_info(b"x"), lambda: zstd.ZstdCompressor(level=100),
          lambda: zstd.ZstdCompressor(level="a"), lambda: zstd.ZstdCompressor(level=1, options={}), lambda: zstd.ZstdCompressor(options={9999: 1}),
          lambda: zstd.ZstdCompressor(options={zstd.CompressionParameter.window_log: 100}), lambda: zstd.ZstdDecompressor(zstd_dict=3),
          lambda: zstd.ZstdDict(b"abc"), lambda: zstd.ZstdDict(b"abcdefghij"), lambda: c.flush(7), lambda: c.compress(b"", 9), lambda: c.set_pledged_input_size(-1),
          lambda: zstd.CompressionParameter.window_log.bounds(), lambda: _zstd.get_param_bounds(9, is_compress=True)):
    attempt(f)
k = zstd.ZstdDict(b"0123456789" * 10, is_raw=True)
z = zstd.compress(b"0123456789" * 9, zstd_dict=k)
print(k, len(k), zstd.decompress(z, zstd_dict=k) == b"0123456789" * 9)
f = io.BytesIO()
with zstd.open(f, "wt", encoding="utf-8") as g:
    g.write("hé\n" * 3)
f.seek(0)
print(zstd.open(f, "rt", encoding="utf-8").readlines())
