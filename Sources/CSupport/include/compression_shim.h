#pragma once
#include <stddef.h>
#include <stdint.h>

// Streams of libbz2 and liblzma. The libraries are opened when their module is imported: linking them would cost every start.

/// Opens libbz2 / liblzma. NULL, or why not.
const char *dx_bz2_load(void);
const char *dx_lzma_load(void);

typedef struct dx_codec dx_codec;
/// One filter of a chain, with the fields of `lzma_options_lzma`, `_delta` and `_bcj` side by side.
typedef struct {
    uint64_t id;
    uint32_t dict_size, lc, lp, pb, mode, nice_len, mf, depth;
    uint32_t dist, start_offset;
} dx_lzma_filter;
/// Fills the fields of F that PRESET decides. Nonzero: no such preset.
int dx_lzma_preset(dx_lzma_filter *f, uint32_t preset);

dx_codec *dx_bz2_compressor(int level, int *code);
dx_codec *dx_bz2_decompressor(int *code);
/// FORMAT: 1 xz, 2 alone, 3 raw. COUNT 0: by PRESET.
dx_codec *dx_lzma_compressor(int format, int check, uint32_t preset, const dx_lzma_filter *filters, size_t count, int *code);
/// FORMAT as above and 0 for any.
dx_codec *dx_lzma_decompressor(int format, uint64_t memory_limit, const dx_lzma_filter *filters, size_t count, int *code);
void dx_codec_free(dx_codec *c);
/// Runs until input or room is used up. 1: the end of the stream; 0: goes on; -1: an error, the library's number in CODE.
int dx_codec_run(dx_codec *c, const uint8_t **input, size_t *left, uint8_t **out, size_t *room, int finish, int *code);
/// The integrity check of the stream read so far; 16 when not known.
int dx_lzma_check(dx_codec *c);
int dx_lzma_check_is_supported(int check);
/// The encoded properties of a filter into OUT (at most 64 bytes), how many in SIZE. The library's number.
int dx_lzma_encode_properties(const dx_lzma_filter *f, uint8_t *out, uint32_t *size);
int dx_lzma_decode_properties(dx_lzma_filter *f, const uint8_t *bytes, size_t n);
/// Calls ZSTD_cParam_getBounds or its twin at F, which gives a struct: its error code, and the bounds.
size_t dx_zstd_bounds(void *f, int parameter, int *low, int *high);
