// Loops over long texts and buffers that are to be vectors: written in Swift, plain ones came out a byte at a time and those over its vector types up to
// fifty times slower, in guided builds. Short inputs are looked at in Swift, where no call is due.
#include "text_loops.h"

#define OR(NAME, T) T NAME(const T *p, size_t n) { T m = 0; for (size_t i = 0; i < n; i++) m |= p[i]; return m; }
OR(dx_or_8, uint8_t)
OR(dx_or_16, uint16_t)
OR(dx_or_32, uint32_t)

size_t dx_ascii_prefix(const uint8_t *p, size_t n) {
    enum { STEP = 128 };
    size_t i = 0;
    for (; i + STEP <= n; i += STEP) {
        uint8_t m = 0;
        for (size_t k = 0; k < STEP; k++) m |= p[i + k];
        if (m & 0x80) break;
    }
    while (i < n && p[i] < 0x80) i++;
    return i;
}

#define COPY(NAME, A, B) void NAME(const A *restrict p, B *restrict out, size_t n) { for (size_t i = 0; i < n; i++) out[i] = (B)p[i]; }
COPY(dx_copy_8_16, uint8_t, uint16_t)
COPY(dx_copy_8_32, uint8_t, uint32_t)
COPY(dx_copy_16_8, uint16_t, uint8_t)
COPY(dx_copy_16_32, uint16_t, uint32_t)
COPY(dx_copy_32_8, uint32_t, uint8_t)
COPY(dx_copy_32_16, uint32_t, uint16_t)

void dx_shift_case(const uint8_t *restrict p, uint8_t *restrict out, size_t n, uint8_t first) {
    for (size_t i = 0; i < n; i++) { uint8_t c = p[i]; out[i] = c ^ ((uint8_t)(c - first) < 26 ? 32 : 0); }
}
void dx_replace_byte(const uint8_t *restrict p, uint8_t *restrict out, size_t n, uint8_t from, uint8_t to) {
    for (size_t i = 0; i < n; i++) { uint8_t c = p[i]; out[i] = c == from ? to : c; }
}
