#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>

void dx_copy_long(void *to, const void *from, size_t n);
/// memcpy. (The C library copies much with one instruction, which some processors run twenty times slower where TO lies 1 to 15 bytes behind FROM within their
/// pages; objects begin at like places of theirs.)
static inline void dx_copy(void *to, const void *from, size_t n) {
    if (__builtin_expect(n < 4096, 1)) memcpy(to, from, n); else dx_copy_long(to, from, n);
}
/// A bound on N units: the OR of them all, or of some that fill the width. Below 0x80, 0x100, 0x10000 exactly when they all are.
uint8_t dx_bound_8(const uint8_t *p, size_t n);
uint16_t dx_bound_16(const uint16_t *p, size_t n);
uint32_t dx_bound_32(const uint32_t *p, size_t n);
/// How many bytes at P are below 0x80, up to the first that is not.
size_t dx_ascii_prefix(const uint8_t *p, size_t n);
/// N units in another width, in other memory.
void dx_copy_8_16(const uint8_t *p, uint16_t *out, size_t n);
void dx_copy_8_32(const uint8_t *p, uint32_t *out, size_t n);
void dx_copy_16_8(const uint16_t *p, uint8_t *out, size_t n);
void dx_copy_16_32(const uint16_t *p, uint32_t *out, size_t n);
void dx_copy_32_8(const uint32_t *p, uint8_t *out, size_t n);
void dx_copy_32_16(const uint32_t *p, uint16_t *out, size_t n);
/// N units C.
void dx_fill_16(uint16_t *out, size_t n, uint16_t c);
void dx_fill_32(uint32_t *out, size_t n, uint32_t c);
/// N units from P on, STEP units apart, in one row.
void dx_stride_8(const uint8_t *p, ptrdiff_t step, uint8_t *out, size_t n);
void dx_stride_16(const uint16_t *p, ptrdiff_t step, uint16_t *out, size_t n);
void dx_stride_32(const uint32_t *p, ptrdiff_t step, uint32_t *out, size_t n);
/// The bytes at P to OUT, which is other memory; those in [FIRST, FIRST + 26) in the other case.
void dx_shift_case(const uint8_t *p, uint8_t *out, size_t n, uint8_t first);
/// The same for all ASCII letters; for those that begin or go on a word.
void dx_swap_case(const uint8_t *p, uint8_t *out, size_t n);
void dx_title_case(const uint8_t *p, uint8_t *out, size_t n);
/// The bytes at P to OUT, which is other memory; TO in the place of FROM.
void dx_replace_byte(const uint8_t *p, uint8_t *out, size_t n, uint8_t from, uint8_t to);
/// TABLE[byte] for each byte. The second leaves out those that are set in GONE, and returns how many are left.
void dx_map_bytes(const uint8_t *p, uint8_t *out, size_t n, const uint8_t *table);
size_t dx_map_bytes_but(const uint8_t *p, uint8_t *out, size_t n, const uint8_t *table, const uint8_t *gone);
/// The last index in [FROM, TO) of a unit, or -1.
long dx_rfind_unit_16(const uint16_t *p, long from, long to, uint16_t c);
long dx_rfind_unit_32(const uint32_t *p, long from, long to, uint32_t c);
/// The first index >= I at which a line ends, or N: by the rules of str, or of bytes.
long dx_line_end_8(const uint8_t *p, long n, long i, int is_text);
long dx_line_end_16(const uint16_t *p, long n, long i, int is_text);
long dx_line_end_32(const uint32_t *p, long n, long i, int is_text);
/// The first index >= I of a byte that JSON escapes (all above 0x7e, too, if ASCII is set), or N.
long dx_json_plain(const uint8_t *p, long n, long i, int ascii);
/// A text as JSON's notation has it, without the quotes: all that is not ASCII is escaped if ASCII is set (the wide ones: always). Returns how many bytes that
/// are. Room for six bytes a unit and sixteen more is needed, for twelve of four bytes each.
size_t dx_json_escape_8(const uint8_t *p, size_t n, int ascii, uint8_t *out);
size_t dx_json_escape_16(const uint16_t *p, size_t n, uint8_t *out);
size_t dx_json_escape_32(const uint32_t *p, size_t n, uint8_t *out);
/// The bytes of a repr in QUOTE without its quotes; returns how many. Room for four a byte is needed.
size_t dx_repr_bytes(const uint8_t *p, size_t n, uint8_t quote, uint8_t *out);
/// How many bytes the repr of ASCII text has besides the text's own and the quotes.
size_t dx_repr_extra(const uint8_t *text, size_t n, uint8_t quote);
