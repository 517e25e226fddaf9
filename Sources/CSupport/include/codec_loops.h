#pragma once
#include <stddef.h>
#include <stdint.h>

/// What a text of units takes in UTF-8; -1 if it holds a surrogate.
long dx_utf8_length_8(const uint8_t *p, size_t n);
long dx_utf8_length_16(const uint16_t *p, size_t n);
long dx_utf8_length_32(const uint32_t *p, size_t n);
/// Writes N units as UTF-8 up to the first surrogate; returns how many bytes, and in STOP how many units.
size_t dx_utf8_encode_8(const uint8_t *p, size_t n, uint8_t *out, size_t *stop);
size_t dx_utf8_encode_16(const uint16_t *p, size_t n, uint8_t *out, size_t *stop);
size_t dx_utf8_encode_32(const uint32_t *p, size_t n, uint8_t *out, size_t *stop);
/// The length of the valid UTF-8 at P, how many code points that is, and a bound on them as `dx_bound_32` gives.
size_t dx_utf8_measure(const uint8_t *p, size_t n, size_t *count, uint32_t *bound);
/// Decodes N bytes of valid UTF-8.
void dx_utf8_decode_8(const uint8_t *p, size_t n, uint8_t *out);
void dx_utf8_decode_16(const uint8_t *p, size_t n, uint16_t *out);
void dx_utf8_decode_32(const uint8_t *p, size_t n, uint32_t *out);
/// The index of the first surrogate, or N; a bound on the units before it.
size_t dx_surrogate_16(const uint16_t *p, size_t n, uint16_t *bound);
/// The same for what is no code point, either.
size_t dx_surrogate_32(const uint32_t *p, size_t n, uint32_t *bound);
/// How many units are above 0xffff.
size_t dx_count_astral(const uint32_t *p, size_t n);
/// N code points without surrogates as UTF-16; returns how many units.
size_t dx_utf16_encode_32(const uint32_t *p, size_t n, uint16_t *out);
/// N units with their bytes in the other order; maybe in place.
void dx_swap_16(const uint16_t *p, uint16_t *out, size_t n);
void dx_swap_32(const uint32_t *p, uint32_t *out, size_t n);
/// N units as bytes: those at or above LIMIT become TO, or are left out (returns how many are left).
void dx_narrow_8(const uint8_t *p, uint8_t *out, size_t n, uint32_t limit, uint8_t to);
void dx_narrow_16(const uint16_t *p, uint8_t *out, size_t n, uint32_t limit, uint8_t to);
void dx_narrow_32(const uint32_t *p, uint8_t *out, size_t n, uint32_t limit, uint8_t to);
size_t dx_drop_8(const uint8_t *p, uint8_t *out, size_t n, uint32_t limit);
size_t dx_drop_16(const uint16_t *p, uint8_t *out, size_t n, uint32_t limit);
size_t dx_drop_32(const uint32_t *p, uint8_t *out, size_t n, uint32_t limit);
/// N bytes as units: HIGH is added to those above 0x7f, or stands in their place.
void dx_ascii_add(const uint8_t *p, uint16_t *out, size_t n, uint16_t high);
void dx_ascii_replace(const uint8_t *p, uint16_t *out, size_t n, uint16_t high);
