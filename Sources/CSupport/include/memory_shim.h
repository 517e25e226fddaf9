#pragma once
#include <stddef.h>
/// glibc's memmem and memrchr, which its headers show only under a feature macro.
void *dx_memmem(const void *text, size_t size, const void *needle, size_t needle_size);
void *dx_memrchr(const void *text, int byte, size_t size);
/// zlib's uncompress of exactly `out_size` bytes; 0 on success.
int dx_inflate(const void *in, size_t size, void *out, size_t out_size);
/// zlib's checksums.
unsigned dx_crc32(unsigned start, const void *data, size_t size);
unsigned dx_adler32(unsigned start, const void *data, size_t size);
