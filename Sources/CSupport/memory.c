#define _GNU_SOURCE
#include <malloc.h>
#include "memory_shim.h"
#include <string.h>
#include <zlib.h>

void *dx_memrchr(const void *text, int byte, size_t size) { return memrchr(text, byte, size); }

int dx_inflate(const void *in, size_t size, void *out, size_t out_size) {
    uLongf n = out_size;
    return uncompress(out, &n, in, size) == Z_OK && n == out_size ? 0 : -1;
}

unsigned dx_crc32(unsigned start, const void *data, size_t size) { return (unsigned)crc32_z(start, data, size); }
unsigned dx_adler32(unsigned start, const void *data, size_t size) { return (unsigned)adler32_z(start, data, size); }

void dx_one_arena(void) { mallopt(M_ARENA_MAX, 1); }
