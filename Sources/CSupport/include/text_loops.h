#pragma once
#include <stddef.h>
#include <stdint.h>

/// The OR of N units.
uint8_t dx_or_8(const uint8_t *p, size_t n);
uint16_t dx_or_16(const uint16_t *p, size_t n);
uint32_t dx_or_32(const uint32_t *p, size_t n);
/// How many bytes at P are below 0x80, up to the first that is not.
size_t dx_ascii_prefix(const uint8_t *p, size_t n);
/// N units in another width, in other memory.
void dx_copy_8_16(const uint8_t *p, uint16_t *out, size_t n);
void dx_copy_8_32(const uint8_t *p, uint32_t *out, size_t n);
void dx_copy_16_8(const uint16_t *p, uint8_t *out, size_t n);
void dx_copy_16_32(const uint16_t *p, uint32_t *out, size_t n);
void dx_copy_32_8(const uint32_t *p, uint8_t *out, size_t n);
void dx_copy_32_16(const uint32_t *p, uint16_t *out, size_t n);
/// The bytes at P to OUT, which is other memory; those in [FIRST, FIRST + 26) in the other case.
void dx_shift_case(const uint8_t *p, uint8_t *out, size_t n, uint8_t first);
/// The bytes at P to OUT, which is other memory; TO in the place of FROM.
void dx_replace_byte(const uint8_t *p, uint8_t *out, size_t n, uint8_t from, uint8_t to);
