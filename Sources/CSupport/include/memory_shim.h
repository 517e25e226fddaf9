#pragma once
#include <stddef.h>
/// Brings the cache line at P near, to be written.
static inline void dx_prefetch_write(const void *p) { __builtin_prefetch(p, 1); }
/// glibc's memrchr, which its headers show only under a feature macro.
void *dx_memrchr(const void *text, int byte, size_t size);
/// zlib's uncompress of exactly `out_size` bytes; 0 on success.
int dx_inflate(const void *in, size_t size, void *out, size_t out_size);
/// zlib's checksums.
unsigned dx_crc32(unsigned start, const void *data, size_t size);
unsigned dx_adler32(unsigned start, const void *data, size_t size);
#include <stdint.h>
/// The first index >= from of a needle of m >= 2 units in n units, or -1.
long dx_find_8(const uint8_t *text, long n, const uint8_t *needle, long m, long from);
long dx_find_16(const uint16_t *text, long n, const uint16_t *needle, long m, long from);
long dx_find_32(const uint32_t *text, long n, const uint32_t *needle, long m, long from);
/// The first index >= from of one unit, or -1 (for bytes: memchr).
long dx_find_unit_16(const uint16_t *text, long n, uint16_t unit, long from);
long dx_find_unit_32(const uint32_t *text, long n, uint32_t unit, long from);
long dx_count_unit_8(const uint8_t *text, long n, uint8_t unit);
/// Bit 0: something to escape in an ASCII repr (a control character or a backslash); 1: a single quote; 2: a double quote.
unsigned dx_scan_quotes(const uint8_t *text, long n);
/// All threads allocate from the arena that grows by `brk`.
void dx_one_arena(void);
/// Bytes of the range that small blocks are cut from (small_memory.c).
size_t dx_small_memory(void);
