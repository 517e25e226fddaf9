#include "compression_shim.h"
#include <bzlib.h>
#include <dlfcn.h>
#include <lzma.h>
#include <stdlib.h>
#include <string.h>

#define ENTRY(f) static __typeof__(f) *p_##f;
#define FIND(f) if (!(p_##f = (__typeof__(f) *)dlsym(library, #f))) return dlerror();

ENTRY(BZ2_bzCompressInit) ENTRY(BZ2_bzCompress) ENTRY(BZ2_bzCompressEnd) ENTRY(BZ2_bzDecompressInit) ENTRY(BZ2_bzDecompress) ENTRY(BZ2_bzDecompressEnd)
ENTRY(lzma_code) ENTRY(lzma_end) ENTRY(lzma_easy_encoder) ENTRY(lzma_stream_encoder) ENTRY(lzma_alone_encoder) ENTRY(lzma_raw_encoder)
ENTRY(lzma_auto_decoder) ENTRY(lzma_stream_decoder) ENTRY(lzma_alone_decoder) ENTRY(lzma_raw_decoder) ENTRY(lzma_get_check) ENTRY(lzma_check_is_supported)
ENTRY(lzma_lzma_preset) ENTRY(lzma_properties_size) ENTRY(lzma_properties_encode) ENTRY(lzma_properties_decode)

const char *dx_bz2_load(void) {
    void *library = dlopen("libbz2.so.1.0", RTLD_NOW | RTLD_LOCAL);
    if (!library) return dlerror();
    FIND(BZ2_bzCompressInit) FIND(BZ2_bzCompress) FIND(BZ2_bzCompressEnd) FIND(BZ2_bzDecompressInit) FIND(BZ2_bzDecompress) FIND(BZ2_bzDecompressEnd)
    return NULL;
}
const char *dx_lzma_load(void) {
    void *library = dlopen("liblzma.so.5", RTLD_NOW | RTLD_LOCAL);
    if (!library) return dlerror();
    FIND(lzma_code) FIND(lzma_end) FIND(lzma_easy_encoder) FIND(lzma_stream_encoder) FIND(lzma_alone_encoder) FIND(lzma_raw_encoder)
    FIND(lzma_auto_decoder) FIND(lzma_stream_decoder) FIND(lzma_alone_decoder) FIND(lzma_raw_decoder) FIND(lzma_get_check) FIND(lzma_check_is_supported)
    FIND(lzma_lzma_preset) FIND(lzma_properties_size) FIND(lzma_properties_encode) FIND(lzma_properties_decode)
    return NULL;
}

struct dx_codec {
    enum { BZ_OUT, BZ_IN, LZ } kind;
    int check;
    bz_stream bz;
    lzma_stream lz;
};
/// A chain in the library's form; the options live as long as this does.
struct chain { lzma_filter filters[LZMA_FILTERS_MAX + 1]; union { lzma_options_lzma lzma; lzma_options_delta delta; lzma_options_bcj bcj; } options[LZMA_FILTERS_MAX]; };

static dx_codec *codec(int kind) {
    dx_codec *c = calloc(1, sizeof *c);
    if (c) { c->kind = kind; c->check = 16; }
    return c;
}
static void convert(struct chain *chain, const dx_lzma_filter *f, size_t n) {
    memset(chain, 0, sizeof *chain);
    if (n > LZMA_FILTERS_MAX) n = LZMA_FILTERS_MAX;
    for (size_t i = 0; i < n; i++) {
        chain->filters[i].id = f[i].id;
        chain->filters[i].options = &chain->options[i];
        if (f[i].id == LZMA_FILTER_LZMA1 || f[i].id == LZMA_FILTER_LZMA2) {
            lzma_options_lzma *o = &chain->options[i].lzma;
            o->dict_size = f[i].dict_size; o->lc = f[i].lc; o->lp = f[i].lp; o->pb = f[i].pb; o->mode = f[i].mode;
            o->nice_len = f[i].nice_len; o->mf = f[i].mf; o->depth = f[i].depth;
        } else if (f[i].id == LZMA_FILTER_DELTA) {
            chain->options[i].delta.type = LZMA_DELTA_TYPE_BYTE;
            chain->options[i].delta.dist = f[i].dist;
        } else chain->options[i].bcj.start_offset = f[i].start_offset;
    }
    chain->filters[n].id = LZMA_VLI_UNKNOWN;
}
int dx_lzma_preset(dx_lzma_filter *f, uint32_t preset) {
    lzma_options_lzma o;
    if (p_lzma_lzma_preset(&o, preset)) return 1;
    f->dict_size = o.dict_size; f->lc = o.lc; f->lp = o.lp; f->pb = o.pb; f->mode = o.mode; f->nice_len = o.nice_len; f->mf = o.mf; f->depth = o.depth;
    return 0;
}

dx_codec *dx_bz2_compressor(int level, int *code) {
    dx_codec *c = codec(BZ_OUT);
    if (c && (*code = p_BZ2_bzCompressInit(&c->bz, level, 0, 0)) == BZ_OK) return c;
    free(c);
    return NULL;
}
dx_codec *dx_bz2_decompressor(int *code) {
    dx_codec *c = codec(BZ_IN);
    if (c && (*code = p_BZ2_bzDecompressInit(&c->bz, 0, 0)) == BZ_OK) return c;
    free(c);
    return NULL;
}
dx_codec *dx_lzma_compressor(int format, int check, uint32_t preset, const dx_lzma_filter *filters, size_t count, int *code) {
    dx_codec *c = codec(LZ);
    struct chain chain;
    lzma_options_lzma o;
    if (!c) return NULL;
    convert(&chain, filters, count);
    if (format == 1) *code = count ? p_lzma_stream_encoder(&c->lz, chain.filters, check) : p_lzma_easy_encoder(&c->lz, preset, check);
    else if (format == 2) {
        if (count) *code = count == 1 && filters[0].id == LZMA_FILTER_LZMA1 ? p_lzma_alone_encoder(&c->lz, chain.filters[0].options) : -1;
        else *code = p_lzma_lzma_preset(&o, preset) ? LZMA_OPTIONS_ERROR : p_lzma_alone_encoder(&c->lz, &o);
    } else *code = p_lzma_raw_encoder(&c->lz, chain.filters);
    if (*code == LZMA_OK) return c;
    free(c);
    return NULL;
}
dx_codec *dx_lzma_decompressor(int format, uint64_t limit, const dx_lzma_filter *filters, size_t count, int *code) {
    dx_codec *c = codec(LZ);
    struct chain chain;
    uint32_t flags = LZMA_TELL_ANY_CHECK | LZMA_TELL_NO_CHECK;
    if (!c) return NULL;
    if (format == 3) { convert(&chain, filters, count); *code = p_lzma_raw_decoder(&c->lz, chain.filters); }
    else *code = format == 0 ? p_lzma_auto_decoder(&c->lz, limit, flags) : format == 1 ? p_lzma_stream_decoder(&c->lz, limit, flags) : p_lzma_alone_decoder(&c->lz, limit);
    if (format >= 2) c->check = LZMA_CHECK_NONE;
    if (*code == LZMA_OK) return c;
    free(c);
    return NULL;
}
void dx_codec_free(dx_codec *c) {
    if (!c) return;
    if (c->kind == BZ_OUT) p_BZ2_bzCompressEnd(&c->bz); else if (c->kind == BZ_IN) p_BZ2_bzDecompressEnd(&c->bz); else p_lzma_end(&c->lz);
    free(c);
}
int dx_codec_run(dx_codec *c, const uint8_t **input, size_t *left, uint8_t **out, size_t *room, int finish, int *code) {
    const size_t most = 1u << 30;
    if (c->kind == LZ) {
        c->lz.next_in = *input; c->lz.avail_in = *left; c->lz.next_out = *out; c->lz.avail_out = *room;
        lzma_ret r;
        do {
            r = p_lzma_code(&c->lz, finish ? LZMA_FINISH : LZMA_RUN);
            if (r == LZMA_GET_CHECK || r == LZMA_NO_CHECK) c->check = p_lzma_get_check(&c->lz);
        } while ((r == LZMA_GET_CHECK || r == LZMA_NO_CHECK) && c->lz.avail_in);
        *input = c->lz.next_in; *left = c->lz.avail_in; *out = c->lz.next_out; *room = c->lz.avail_out;
        *code = r;
        if (r == LZMA_STREAM_END) return 1;
        // Neither input nor room: nothing is wrong with the data.
        return r == LZMA_OK || r == LZMA_GET_CHECK || r == LZMA_NO_CHECK || (r == LZMA_BUF_ERROR && !finish) ? 0 : -1;
    }
    int r;
    do {
        unsigned in = *left < most ? *left : most, to = *room < most ? *room : most;
        c->bz.next_in = (char *)*input; c->bz.avail_in = in; c->bz.next_out = (char *)*out; c->bz.avail_out = to;
        r = c->kind == BZ_IN ? p_BZ2_bzDecompress(&c->bz) : p_BZ2_bzCompress(&c->bz, finish && *left <= most ? BZ_FINISH : BZ_RUN);
        *input += in - c->bz.avail_in; *left -= in - c->bz.avail_in; *out += to - c->bz.avail_out; *room -= to - c->bz.avail_out;
    } while (r >= 0 && r != BZ_STREAM_END && *left && *room);
    *code = r;
    if (r == BZ_STREAM_END) return 1;
    // BZ_PARAM_ERROR: compressing no input at all.
    return r >= 0 || (r == BZ_PARAM_ERROR && c->kind == BZ_OUT && !finish) ? 0 : -1;
}
int dx_lzma_check(dx_codec *c) { return c->check; }
int dx_lzma_check_is_supported(int check) { return p_lzma_check_is_supported(check); }
int dx_lzma_encode_properties(const dx_lzma_filter *f, uint8_t *out, uint32_t *size) {
    struct chain chain;
    convert(&chain, f, 1);
    int r = p_lzma_properties_size(size, chain.filters);
    if (r == LZMA_OK && *size <= 64) r = p_lzma_properties_encode(chain.filters, out);
    return r;
}
int dx_lzma_decode_properties(dx_lzma_filter *f, const uint8_t *bytes, size_t n) {
    lzma_filter x = { f->id, NULL };
    int r = p_lzma_properties_decode(&x, NULL, bytes, n);
    if (r != LZMA_OK || !x.options) { if (r == LZMA_OK) f->start_offset = 0; return r; }
    if (f->id == LZMA_FILTER_LZMA1 || f->id == LZMA_FILTER_LZMA2) {
        lzma_options_lzma *o = x.options;
        f->dict_size = o->dict_size; f->lc = o->lc; f->lp = o->lp; f->pb = o->pb;
    } else if (f->id == LZMA_FILTER_DELTA) f->dist = ((lzma_options_delta *)x.options)->dist;
    else f->start_offset = ((lzma_options_bcj *)x.options)->start_offset;
    free(x.options);
    return r;
}

size_t dx_zstd_bounds(void *f, int parameter, int *low, int *high) {
    struct bounds { size_t error; int low, high; } b = ((struct bounds (*)(int))f)(parameter);
    *low = b.low; *high = b.high;
    return b.error;
}
