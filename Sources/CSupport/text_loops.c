// Loops over long texts and buffers that are to be vectors: written in Swift, plain ones came out a byte at a time and those over its vector types up to
// fifty times slower, in guided builds. Short inputs are looked at in Swift, where no call is due.
#include "text_loops.h"
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

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

#define RFIND(NAME, T)                                                                               \
    long NAME(const T *p, long from, long to, T c) {                                                 \
        while (to - from >= 64) {                                                                    \
            T any = 0;                                                                               \
            for (long k = 1; k <= 64; k++) any |= (T)(p[to - k] == c);                               \
            if (any) break;                                                                          \
            to -= 64;                                                                                \
        }                                                                                            \
        while (to > from) if (p[--to] == c) return to;                                               \
        return -1;                                                                                   \
    }
RFIND(dx_rfind_unit_16, uint16_t)
RFIND(dx_rfind_unit_32, uint32_t)

static inline int ends_line(uint32_t c, int is_text) {
    if (c == 10 || c == 13) return 1;
    return is_text && (c - 11 < 2 || c - 28 < 3 || c == 0x85 || c == 0x2028 || c == 0x2029);
}
#define LINE_TAIL for (; i < n; i++) if (ends_line(p[i], is_text)) return i; return n;
long dx_line_end_8(const uint8_t *p, long n, long i, int is_text) {
#if defined(__SSE2__)
    const __m128i low = _mm_set1_epi8(31), next = _mm_set1_epi8((char)0x85);
    for (; i + 16 <= n; i += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(p + i));
        unsigned mask = (unsigned)_mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(_mm_min_epu8(v, low), v), _mm_cmpeq_epi8(v, next)));
        for (; mask; mask &= mask - 1) { long k = i + __builtin_ctz(mask); if (ends_line(p[k], is_text)) return k; }
    }
#endif
    LINE_TAIL
}
long dx_line_end_16(const uint16_t *p, long n, long i, int is_text) {
#if defined(__SSE2__)
    // (Saturating: zero for what is at most 31.)
    const __m128i low = _mm_set1_epi16(31), zero = _mm_setzero_si128(), next = _mm_set1_epi16(0x85), line = _mm_set1_epi16(0x2028), even = _mm_set1_epi16((short)0xfffe);
    for (; i + 8 <= n; i += 8) {
        __m128i v = _mm_loadu_si128((const __m128i *)(p + i));
        __m128i hit = _mm_or_si128(_mm_cmpeq_epi16(_mm_subs_epu16(v, low), zero), _mm_or_si128(_mm_cmpeq_epi16(v, next), _mm_cmpeq_epi16(_mm_and_si128(v, even), line)));
        if (!_mm_movemask_epi8(hit)) continue;
        for (long k = i; k < i + 8; k++) if (ends_line(p[k], is_text)) return k;
    }
#endif
    LINE_TAIL
}
long dx_line_end_32(const uint32_t *p, long n, long i, int is_text) { LINE_TAIL }

long dx_json_plain(const uint8_t *p, long n, long i, int ascii) {
#if defined(__SSE2__)
    const __m128i low = _mm_set1_epi8(31), high = _mm_set1_epi8(127), quote = _mm_set1_epi8(34), slash = _mm_set1_epi8(92);
    for (; i + 16 <= n; i += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(p + i));
        __m128i hit = _mm_or_si128(_mm_cmpeq_epi8(_mm_min_epu8(v, low), v), _mm_or_si128(_mm_cmpeq_epi8(v, quote), _mm_cmpeq_epi8(v, slash)));
        if (ascii) hit = _mm_or_si128(hit, _mm_cmpeq_epi8(_mm_max_epu8(v, high), v));
        unsigned mask = (unsigned)_mm_movemask_epi8(hit);
        if (mask) return i + __builtin_ctz(mask);
    }
#endif
    for (; i < n; i++) if (p[i] < 32 || p[i] == 34 || p[i] == 92 || (ascii && p[i] >= 127)) return i;
    return n;
}

// Whether one of eight bytes is to be escaped; true for some others too, behind one that is.
static inline int escapes(uint64_t w, uint64_t quotes) {
    const uint64_t low = 0x0101010101010101u, high = 0x8080808080808080u;
    uint64_t a = w ^ 92 * low, b = w ^ quotes, c = w ^ 127 * low;
    return ((w | (w - 32 * low) | (a - low) | (b - low) | (c - low)) & high) != 0;
}

size_t dx_repr_bytes(const uint8_t *restrict p, size_t n, uint8_t quote, uint8_t *restrict out) {
    static const char digits[] = "0123456789abcdef";
    const uint64_t quotes = quote * 0x0101010101010101u;
    uint8_t *o = out;
    size_t i = 0;
    while (i < n) {
        size_t end = n;
        if (n - i >= 8) {
            uint64_t w;
            memcpy(&w, p + i, 8);
            if (!escapes(w, quotes)) { memcpy(o, &w, 8); i += 8; o += 8; continue; }
            end = i + 8;
        }
        for (; i < end; i++) {
            uint8_t c = p[i];
            if (c >= 32 && c < 127 && c != 92 && c != quote) { *o++ = c; continue; }
            *o++ = 92;
            if (c == 92 || c == quote) *o++ = c;
            else if (c == 9) *o++ = 't';
            else if (c == 10) *o++ = 'n';
            else if (c == 13) *o++ = 'r';
            else { o[0] = 'x'; o[1] = (uint8_t)digits[c >> 4]; o[2] = (uint8_t)digits[c & 15]; o += 3; }
        }
    }
    return (size_t)(o - out);
}

static inline uint8_t *json_unit(uint8_t *o, uint32_t c) {
    static const char digits[] = "0123456789abcdef";
    o[0] = '\\'; o[1] = 'u';
    o[2] = (uint8_t)digits[c >> 12]; o[3] = (uint8_t)digits[c >> 8 & 15]; o[4] = (uint8_t)digits[c >> 4 & 15]; o[5] = (uint8_t)digits[c & 15];
    return o + 6;
}
static inline uint8_t *json_escape(uint8_t *o, uint32_t c) {
    static const char letters[] = "uuuuuuuubtnufruuuuuuuuuuuuuuuuuu";
    if (c < 32 && letters[c] != 'u') { o[0] = '\\'; o[1] = (uint8_t)letters[c]; return o + 2; }
    if (c == 34 || c == 92) { o[0] = '\\'; o[1] = (uint8_t)c; return o + 2; }
    if (c < 0x10000) return json_unit(o, c);
    return json_unit(json_unit(o, 0xd800 + ((c - 0x10000) >> 10)), 0xdc00 + ((c - 0x10000) & 0x3ff));
}
size_t dx_json_escape_8(const uint8_t *restrict p, size_t n, int ascii, uint8_t *restrict out) {
    uint8_t *o = out;
    size_t i = 0;
#if defined(__SSE2__)
    // Sixteen at a time are copied, as many of them count as need no escape.
    const __m128i low = _mm_set1_epi8(31), high = _mm_set1_epi8(127), quote = _mm_set1_epi8(34), slash = _mm_set1_epi8(92);
    while (i + 16 <= n) {
        __m128i v = _mm_loadu_si128((const __m128i *)(p + i));
        __m128i hit = _mm_or_si128(_mm_cmpeq_epi8(_mm_min_epu8(v, low), v), _mm_or_si128(_mm_cmpeq_epi8(v, quote), _mm_cmpeq_epi8(v, slash)));
        if (ascii) hit = _mm_or_si128(hit, _mm_cmpeq_epi8(_mm_max_epu8(v, high), v));
        unsigned mask = (unsigned)_mm_movemask_epi8(hit);
        _mm_storeu_si128((__m128i *)o, v);
        if (!mask) { i += 16; o += 16; continue; }
        unsigned k = (unsigned)__builtin_ctz(mask);
        o = json_escape(o + k, p[i + k]);
        i += k + 1;
    }
#endif
    for (; i < n; i++) {
        uint8_t c = p[i];
        if (c < 32 || c == 34 || c == 92 || (ascii && c >= 127)) o = json_escape(o, c); else *o++ = c;
    }
    return (size_t)(o - out);
}
#define JSON_ESCAPE(NAME, T)                                                                         \
    size_t NAME(const T *restrict p, size_t n, uint8_t *restrict out) {                              \
        uint8_t *o = out;                                                                            \
        for (size_t i = 0; i < n; i++) {                                                             \
            uint32_t c = p[i];                                                                       \
            if (c < 32 || c == 34 || c == 92 || c >= 127) o = json_escape(o, c); else *o++ = (uint8_t)c; \
        }                                                                                            \
        return (size_t)(o - out);                                                                    \
    }
JSON_ESCAPE(dx_json_escape_16, uint16_t)
JSON_ESCAPE(dx_json_escape_32, uint32_t)

size_t dx_repr_extra(const uint8_t *s, size_t n, uint8_t quote) {
    size_t more = 0, i = 0;
    while (i < n) {
        // (Sums of 64 bytes fit into one.)
        size_t end = n - i < 64 ? n : i + 64;
        uint8_t sum = 0;
        for (; i < end; i++) {
            uint8_t c = s[i];
            sum += (uint8_t)((c < 32 || c == 127) * 3 - (c == 9 || c == 10 || c == 13) * 2 + (c == 92 || c == quote));
        }
        more += sum;
    }
    return more;
}
