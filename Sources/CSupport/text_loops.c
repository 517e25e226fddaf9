// Loops over long texts and buffers that are to be vectors: written in Swift, plain ones came out a byte at a time and those over its vector types up to
// fifty times slower, in guided builds. Short inputs are looked at in Swift, where no call is due.
#include "text_loops.h"

void dx_copy_long(void *to, const void *from, size_t n) {
    char *d = to;
    const char *s = from;
    if ((((uintptr_t)d - (uintptr_t)s) & 4095) - 1 < 15) {
        // Pieces below all thresholds of the C library are copied by vectors.
        for (; n > 2048; n -= 2048, d += 2048, s += 2048) memcpy(d, s, 2048);
    }
    memcpy(d, s, n);
}

// A part at a time: what fills the width ends the search.
#define BOUND(NAME, T, FULL)                                          \
    T NAME(const T *p, size_t n) {                                    \
        enum { STEP = 256 };                                          \
        T m = 0;                                                      \
        size_t i = 0;                                                 \
        for (; i + STEP <= n; i += STEP) {                            \
            for (size_t k = 0; k < STEP; k++) m |= p[i + k];          \
            if (m & FULL) return m;                                   \
        }                                                             \
        for (; i < n; i++) m |= p[i];                                 \
        return m;                                                     \
    }
BOUND(dx_bound_8, uint8_t, 0x80)
BOUND(dx_bound_16, uint16_t, 0xff00)
BOUND(dx_bound_32, uint32_t, 0xffff0000u)

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

void dx_fill_16(uint16_t *out, size_t n, uint16_t c) { for (size_t i = 0; i < n; i++) out[i] = c; }
void dx_fill_32(uint32_t *out, size_t n, uint32_t c) { for (size_t i = 0; i < n; i++) out[i] = c; }

#define STRIDE(NAME, T)                                                                                      \
    void NAME(const T *restrict p, ptrdiff_t step, T *restrict out, size_t n) {                              \
        if (step == -1) { for (size_t i = 0; i < n; i++) out[i] = p[-(ptrdiff_t)i]; return; }                \
        /* (The last one is not followed by another that could be read with it.) */                          \
        if (step == 2 && n > 0) { for (size_t i = 0; i < n - 1; i++) out[i] = p[2 * i]; out[n - 1] = p[2 * (n - 1)]; return; } \
        for (size_t i = 0; i < n; i++) { out[i] = *p; p += step; }                                           \
    }
STRIDE(dx_stride_8, uint8_t)
STRIDE(dx_stride_16, uint16_t)
STRIDE(dx_stride_32, uint32_t)

void dx_shift_case(const uint8_t *restrict p, uint8_t *restrict out, size_t n, uint8_t first) {
    for (size_t i = 0; i < n; i++) { uint8_t c = p[i]; out[i] = c ^ ((uint8_t)(c - first) < 26 ? 32 : 0); }
}
void dx_swap_case(const uint8_t *restrict p, uint8_t *restrict out, size_t n) {
    for (size_t i = 0; i < n; i++) { uint8_t c = p[i]; out[i] = c ^ ((uint8_t)((c | 32) - 97) < 26 ? 32 : 0); }
}
void dx_title_case(const uint8_t *restrict p, uint8_t *restrict out, size_t n) {
    // A letter is small behind a letter.
    uint8_t before = 0;
    for (size_t i = 0; i < n; i++) {
        uint8_t c = p[i], letter = (uint8_t)((c | 32) - 97) < 26 ? 32 : 0;
        out[i] = (uint8_t)((c & ~letter) | (letter & before));
        before = letter;
    }
}
void dx_replace_byte(const uint8_t *restrict p, uint8_t *restrict out, size_t n, uint8_t from, uint8_t to) {
    for (size_t i = 0; i < n; i++) { uint8_t c = p[i]; out[i] = c == from ? to : c; }
}
void dx_map_bytes(const uint8_t *restrict p, uint8_t *restrict out, size_t n, const uint8_t *restrict table) {
    size_t i = 0;
    for (; i + 4 <= n; i += 4) { out[i] = table[p[i]]; out[i + 1] = table[p[i + 1]]; out[i + 2] = table[p[i + 2]]; out[i + 3] = table[p[i + 3]]; }
    for (; i < n; i++) out[i] = table[p[i]];
}
size_t dx_map_bytes_but(const uint8_t *restrict p, uint8_t *restrict out, size_t n, const uint8_t *restrict table, const uint8_t *restrict gone) {
    size_t o = 0;
    for (size_t i = 0; i < n; i++) { uint8_t c = p[i]; out[o] = table[c]; o += !gone[c]; }
    return o;
}
