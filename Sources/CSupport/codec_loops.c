// The inner loops of the codecs: see text_loops.c for why they are in C.
#include "codec_loops.h"
#include "text_loops.h"

// MARK: UTF-8

#define LENGTH(NAME, T)                                                                              \
    long NAME(const T *p, size_t n) {                                                                \
        size_t total = n, i = 0;                                                                     \
        while (i < n) {                                                                              \
            /* (Counts of a part fit a unit, so that all of a vector's lanes count.) */              \
            size_t end = n - i > 64 ? i + 64 : n;                                                    \
            T more = 0, bad = 0;                                                                     \
            for (; i < end; i++) {                                                                   \
                T c = p[i];                                                                          \
                more += (T)(c >= 0x80);                                                              \
                if (sizeof(T) > 1) { more += (T)(c >= 0x800); bad |= (T)((c & (T)~0x7ffu) == 0xd800); } \
                if (sizeof(T) > 2) more += (T)(c >= 0x10000);                                        \
            }                                                                                        \
            if (bad) return -1;                                                                      \
            total += more;                                                                           \
        }                                                                                            \
        return (long)total;                                                                          \
    }
LENGTH(dx_utf8_length_8, uint8_t)
LENGTH(dx_utf8_length_16, uint16_t)
LENGTH(dx_utf8_length_32, uint32_t)

#define ENCODE(NAME, T)                                                                              \
    size_t NAME(const T *restrict p, size_t n, uint8_t *restrict out, size_t *stop) {                \
        uint8_t *o = out;                                                                            \
        size_t i = 0;                                                                                \
        while (i < n) {                                                                              \
            uint32_t c = p[i];                                                                       \
            if (c < 0x80) {                                                                          \
                while (i + 16 <= n) {                                                                \
                    T m = 0;                                                                         \
                    for (int k = 0; k < 16; k++) m |= p[i + k];                                      \
                    if (m >= 0x80) break;                                                            \
                    for (int k = 0; k < 16; k++) o[k] = (uint8_t)p[i + k];                           \
                    o += 16; i += 16;                                                                \
                }                                                                                    \
                while (i < n && p[i] < 0x80) *o++ = (uint8_t)p[i++];                                 \
                continue;                                                                            \
            }                                                                                        \
            if (c < 0x800) {                                                                         \
                o[0] = (uint8_t)(0xc0 | c >> 6);                                                     \
                o[1] = (uint8_t)(0x80 | (c & 63));                                                   \
                o += 2;                                                                              \
            } else if (sizeof(T) < 4 || c < 0x10000) {                                               \
                if ((c & 0xf800) == 0xd800) break;                                                   \
                o[0] = (uint8_t)(0xe0 | c >> 12);                                                    \
                o[1] = (uint8_t)(0x80 | (c >> 6 & 63));                                              \
                o[2] = (uint8_t)(0x80 | (c & 63));                                                   \
                o += 3;                                                                              \
            } else {                                                                                 \
                o[0] = (uint8_t)(0xf0 | c >> 18);                                                    \
                o[1] = (uint8_t)(0x80 | (c >> 12 & 63));                                             \
                o[2] = (uint8_t)(0x80 | (c >> 6 & 63));                                              \
                o[3] = (uint8_t)(0x80 | (c & 63));                                                   \
                o += 4;                                                                              \
            }                                                                                        \
            i++;                                                                                     \
        }                                                                                            \
        *stop = i;                                                                                   \
        return (size_t)(o - out);                                                                    \
    }
ENCODE(dx_utf8_encode_8, uint8_t)
ENCODE(dx_utf8_encode_16, uint16_t)
ENCODE(dx_utf8_encode_32, uint32_t)

#define TAIL(c) (((c) & 0xc0) == 0x80)
static inline uint64_t word(const uint8_t *p) { uint64_t w; memcpy(&w, p, 8); return w & 0x8080808080808080u; }

size_t dx_utf8_measure(const uint8_t *p, size_t n, size_t *count, uint32_t *bound) {
    size_t i = 0, tails = 0;
    uint32_t mask = 0;
    while (i < n) {
        uint32_t c = p[i];
        if (c < 0x80) {
            if (i + 8 <= n) {
                uint64_t high = word(p + i);
                if (high) i += (size_t)__builtin_ctzll(high) >> 3; else i += dx_ascii_prefix(p + i, n - i);
            } else i++;
        } else if (c < 0xe0) {
            if (c < 0xc2 || i + 1 >= n || !TAIL(p[i + 1])) break;
            mask |= c < 0xc4 ? 0xff : 0x7ff;
            i += 2; tails++;
        } else if (c < 0xf0) {
            if (i + 2 >= n) break;
            uint32_t d = p[i + 1];
            if (!TAIL(d) || !TAIL(p[i + 2]) || (c == 0xe0 && d < 0xa0) || (c == 0xed && d >= 0xa0)) break;
            mask |= 0xffff;
            i += 3; tails += 2;
        } else {
            if (c >= 0xf5 || i + 3 >= n) break;
            uint32_t d = p[i + 1];
            if (!TAIL(d) || !TAIL(p[i + 2]) || !TAIL(p[i + 3]) || (c == 0xf0 && d < 0x90) || (c == 0xf4 && d >= 0x90)) break;
            mask |= 0x10ffff;
            i += 4; tails += 3;
        }
    }
    *count = i - tails;
    *bound = i ? mask | 0x7f : 0;
    return i;
}

#define DECODE(NAME, T)                                                                              \
    void NAME(const uint8_t *restrict p, size_t n, T *restrict o) {                                  \
        size_t i = 0;                                                                                \
        while (i < n) {                                                                              \
            uint32_t c = p[i];                                                                       \
            if (c < 0x80) {                                                                          \
                /* (At least eight code points are left, so eight may be written although fewer are ASCII.) */ \
                if (i + 32 <= n) {                                                                   \
                    uint64_t high = word(p + i);                                                     \
                    for (int k = 0; k < 8; k++) o[k] = p[i + k];                                     \
                    size_t run = high ? (size_t)__builtin_ctzll(high) >> 3 : 8;                      \
                    o += run; i += run;                                                              \
                } else { *o++ = (T)c; i++; }                                                         \
            } else if (c < 0xe0) {                                                                   \
                *o++ = (T)((c & 0x1f) << 6 | (p[i + 1] & 63u));                                      \
                i += 2;                                                                              \
            } else if (c < 0xf0) {                                                                   \
                *o++ = (T)((c & 15) << 12 | (p[i + 1] & 63u) << 6 | (p[i + 2] & 63u));               \
                i += 3;                                                                              \
            } else {                                                                                 \
                *o++ = (T)((c & 7) << 18 | (p[i + 1] & 63u) << 12 | (p[i + 2] & 63u) << 6 | (p[i + 3] & 63u)); \
                i += 4;                                                                              \
            }                                                                                        \
        }                                                                                            \
    }
DECODE(dx_utf8_decode_8, uint8_t)
DECODE(dx_utf8_decode_16, uint16_t)
DECODE(dx_utf8_decode_32, uint32_t)

// MARK: UTF-16, UTF-32

#define SURROGATE(NAME, T, BAD)                                                                      \
    size_t NAME(const T *p, size_t n, T *bound) {                                                    \
        enum { STEP = 64 };                                                                          \
        T m = 0;                                                                                     \
        size_t i = 0;                                                                                \
        for (; i + STEP <= n; i += STEP) {                                                           \
            T all = 0, bad = 0;                                                                      \
            for (size_t k = 0; k < STEP; k++) { T c = p[i + k]; all |= c; bad |= (T)(BAD); }         \
            if (bad) break;                                                                          \
            m |= all;                                                                                \
        }                                                                                            \
        for (; i < n; i++) { T c = p[i]; if (BAD) break; m |= c; }                                   \
        *bound = m;                                                                                  \
        return i;                                                                                    \
    }
SURROGATE(dx_surrogate_16, uint16_t, (c & 0xf800) == 0xd800)
SURROGATE(dx_surrogate_32, uint32_t, ((c & 0xfffff800u) == 0xd800) | (c > 0x10ffff))

size_t dx_count_astral(const uint32_t *p, size_t n) {
    uint32_t total = 0;
    for (size_t i = 0; i < n; i++) total += p[i] > 0xffff;
    return total;
}
size_t dx_utf16_encode_32(const uint32_t *restrict p, size_t n, uint16_t *restrict out) {
    uint16_t *o = out;
    for (size_t i = 0; i < n; i++) {
        uint32_t c = p[i];
        if (c < 0x10000) { *o++ = (uint16_t)c; continue; }
        c -= 0x10000;
        o[0] = (uint16_t)(0xd800 | c >> 10);
        o[1] = (uint16_t)(0xdc00 | (c & 0x3ff));
        o += 2;
    }
    return (size_t)(o - out);
}
void dx_swap_16(const uint16_t *p, uint16_t *out, size_t n) { for (size_t i = 0; i < n; i++) out[i] = __builtin_bswap16(p[i]); }
void dx_swap_32(const uint32_t *p, uint32_t *out, size_t n) { for (size_t i = 0; i < n; i++) out[i] = __builtin_bswap32(p[i]); }

// MARK: ASCII, Latin-1

#define NARROW(NAME, T) void NAME(const T *restrict p, uint8_t *restrict out, size_t n, uint32_t limit, uint8_t to) { \
    T most = (T)(limit - 1);                                                                          \
    for (size_t i = 0; i < n; i++) out[i] = (uint8_t)(p[i] > most ? to : p[i]); }
NARROW(dx_narrow_8, uint8_t)
NARROW(dx_narrow_16, uint16_t)
NARROW(dx_narrow_32, uint32_t)
#define DROP(NAME, T) size_t NAME(const T *restrict p, uint8_t *restrict out, size_t n, uint32_t limit) { \
    size_t o = 0;                                                                                     \
    for (size_t i = 0; i < n; i++) { out[o] = (uint8_t)p[i]; o += p[i] < limit; }                     \
    return o; }
DROP(dx_drop_8, uint8_t)
DROP(dx_drop_16, uint16_t)
DROP(dx_drop_32, uint32_t)
void dx_ascii_add(const uint8_t *restrict p, uint16_t *restrict out, size_t n, uint16_t high) {
    for (size_t i = 0; i < n; i++) out[i] = (uint16_t)(p[i] + (p[i] > 0x7f ? high : 0));
}
void dx_ascii_replace(const uint8_t *restrict p, uint16_t *restrict out, size_t n, uint16_t high) {
    for (size_t i = 0; i < n; i++) out[i] = p[i] > 0x7f ? high : p[i];
}
