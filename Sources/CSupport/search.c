// Substring search over 1-, 2- and 4-byte units. A vector of candidates at a time: positions where the needle's first and last
// units both stand are compared in full (Mula's method). Where comparing costs too much (periodic texts), glibc's two-way memmem
// takes over, which keeps the worst case linear. Swift has no movemask, hence C.
#define _GNU_SOURCE
#include "memory_shim.h"
#include <stdint.h>
#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

static long find_linear(const char *text, long n, const char *needle, long m, long from, long width) {
    while (n - from >= m) {
        const char *hit = memmem(text + from * width, (size_t)(n - from) * width, needle, (size_t)m * width);
        if (!hit) return -1;
        long offset = hit - text;
        if (offset % width == 0) return offset / width;
        from = offset / width + 1;
    }
    return -1;
}

#if defined(__SSE2__)
#define VECTOR_FIND(T, SET, EQUAL)                                                                                         \
    const long lanes = 16 / sizeof(T);                                                                                     \
    const __m128i firsts = SET(p[0]), lasts = SET(p[m - 1]);                                                               \
    for (; i + lanes - 1 <= limit; i += lanes) {                                                                           \
        __m128i a = EQUAL(_mm_loadu_si128((const __m128i *)(s + i)), firsts);                                              \
        __m128i b = EQUAL(_mm_loadu_si128((const __m128i *)(s + i + m - 1)), lasts);                                       \
        unsigned mask = (unsigned)_mm_movemask_epi8(_mm_and_si128(a, b));                                                  \
        while (mask) {                                                                                                     \
            unsigned bit = (unsigned)__builtin_ctz(mask);                                                                  \
            long k = i + (long)(bit / sizeof(T));                                                                          \
            if (m <= 2 || memcmp(s + k + 1, p + 1, (size_t)(m - 2) * sizeof(T)) == 0) return k;                            \
            work += m;                                                                                                     \
            mask &= ~(((1u << sizeof(T)) - 1) << bit);                                                                     \
        }                                                                                                                  \
        if (work > (i - from + 512) * 4) return find_linear((const char *)s, n, (const char *)p, m, i + lanes, sizeof(T)); \
    }
#else
#define VECTOR_FIND(T, SET, EQUAL) (void)work;
#endif

#define FIND(NAME, T, SET, EQUAL)                                                                                 \
    long NAME(const T *s, long n, const T *p, long m, long from) {                                                \
        long i = from, limit = n - m, work = 0;                                                                   \
        VECTOR_FIND(T, SET, EQUAL)                                                                                \
        for (; i <= limit; i++) {                                                                                 \
            if (s[i] != p[0] || s[i + m - 1] != p[m - 1]) continue;                                               \
            if (m <= 2 || memcmp(s + i + 1, p + 1, (size_t)(m - 2) * sizeof(T)) == 0) return i;                   \
            work += m;                                                                                            \
            if (work > (i - from + 512) * 4) return find_linear((const char *)s, n, (const char *)p, m, i + 1, sizeof(T)); \
        }                                                                                                         \
        return -1;                                                                                                \
    }

#define SET8(c) _mm_set1_epi8((char)(c))
#define SET16(c) _mm_set1_epi16((short)(c))
#define SET32(c) _mm_set1_epi32((int)(c))

FIND(dx_find_8, uint8_t, SET8, _mm_cmpeq_epi8)
FIND(dx_find_16, uint16_t, SET16, _mm_cmpeq_epi16)
FIND(dx_find_32, uint32_t, SET32, _mm_cmpeq_epi32)

// The first vectors by hand; then memchr for one byte of the unit, which is faster, as long as it finds little else. What it finds wrongly is followed by a
// stretch in vectors, so that it costs no more than they do.
#define FIND_UNIT(NAME, T, SET, EQUAL)                                                                                    \
    static long NAME##_vectors(const T *s, long n, T c, long i) {                                                         \
        VECTORS(T, SET, EQUAL)                                                                                            \
        for (; i < n; i++) if (s[i] == c) return i;                                                                       \
        return -1;                                                                                                        \
    }                                                                                                                     \
    long NAME(const T *s, long n, T c, long i) {                                                                          \
        enum { STRETCH = 256 };                                                                                           \
        uint8_t byte = (uint8_t)c;                                                                                        \
        size_t place = 0;                                                                                                 \
        if (byte == 0) { place = 1; byte = (uint8_t)(c >> 8); }                                                           \
        while (n - i > STRETCH) {                                                                                         \
            long hit = NAME##_vectors(s, i + STRETCH, c, i);                                                              \
            if (hit >= 0) return hit;                                                                                     \
            i += STRETCH;                                                                                                 \
            const char *q = memchr((const char *)(s + i) + place, byte, (size_t)(n - i) * sizeof(T) - place);             \
            if (!q) return -1;                                                                                            \
            i = (q - (const char *)s) / (long)sizeof(T);                                                                  \
        }                                                                                                                 \
        return NAME##_vectors(s, n, c, i);                                                                                \
    }
#if defined(__SSE2__)
#define VECTORS(T, SET, EQUAL)                                                                                            \
    const long lanes = 16 / sizeof(T);                                                                                    \
    const __m128i want = SET(c);                                                                                          \
    for (; i + lanes <= n; i += lanes) {                                                                                  \
        unsigned mask = (unsigned)_mm_movemask_epi8(EQUAL(_mm_loadu_si128((const __m128i *)(s + i)), want));              \
        if (mask) return i + (long)((unsigned)__builtin_ctz(mask) / sizeof(T));                                           \
    }
#else
#define VECTORS(T, SET, EQUAL)
#endif
FIND_UNIT(dx_find_unit_16, uint16_t, SET16, _mm_cmpeq_epi16)
FIND_UNIT(dx_find_unit_32, uint32_t, SET32, _mm_cmpeq_epi32)

long dx_count_unit_8(const uint8_t *s, long n, uint8_t c) {
    long count = 0, i = 0;
#if defined(__SSE2__)
    const __m128i want = _mm_set1_epi8((char)c), zero = _mm_setzero_si128();
    while (i + 16 <= n) {
        // Up to 255 rounds fit the byte counters.
        __m128i sums = zero;
        for (int round = 0; round < 255 && i + 16 <= n; round++, i += 16)
            sums = _mm_sub_epi8(sums, _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(s + i)), want));
        __m128i wide = _mm_sad_epu8(sums, zero);
        count += _mm_cvtsi128_si64(wide) + _mm_cvtsi128_si64(_mm_unpackhi_epi64(wide, wide));
    }
#endif
    for (; i < n; i++) count += s[i] == c;
    return count;
}

unsigned dx_scan_quotes(const uint8_t *s, long n) {
    uint8_t bad = 0, single = 0, twice = 0;
    for (long i = 0; i < n; i++) {
        uint8_t c = s[i];
        bad |= (uint8_t)(c - 32) >= 95 || c == 92;
        single |= c == 39;
        twice |= c == 34;
    }
    return bad | single << 1 | twice << 2;
}
