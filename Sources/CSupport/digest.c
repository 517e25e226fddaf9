#include "digest_shim.h"
#include <dlfcn.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

// libcrypto takes 1.5 MB and a millisecond to load, so it is opened by the first module that wants digests.
#define ENTRIES(X) \
    X(EVP_MD_fetch) X(EVP_MD_free) X(EVP_MD_CTX_new) X(EVP_MD_CTX_free) X(EVP_MD_CTX_copy) X(EVP_MD_CTX_get0_md) X(EVP_DigestInit_ex) X(EVP_DigestUpdate) \
    X(EVP_DigestFinal_ex) X(EVP_DigestFinalXOF) X(EVP_MD_get_size) X(EVP_MD_get_block_size) X(EVP_MD_get_flags) X(EVP_MD_get0_name) X(EVP_MD_do_all) \
    X(EVP_get_digestbyname) X(PKCS5_PBKDF2_HMAC) X(EVP_PBE_scrypt)
#define POINTER(f) static __typeof__(f) *p_##f;
ENTRIES(POINTER)

const char *dx_crypto_load(void) {
    static void *library;
    if (library) return NULL;
    void *l = dlopen("libcrypto.so.3", RTLD_NOW | RTLD_LOCAL);
    if (!l) return dlerror();
#define FIND(f) if (!(p_##f = (__typeof__(f) *)dlsym(l, #f))) return dlerror();
    ENTRIES(FIND)
    library = l;
    return NULL;
}
void *dx_digest_fetch(const char *name, int secure) { return p_EVP_MD_fetch(NULL, name, secure ? NULL : "-fips"); }
void *dx_digest_start(void *md) {
    EVP_MD_CTX *c = p_EVP_MD_CTX_new();
    if (c && p_EVP_DigestInit_ex(c, md, NULL)) return c;
    p_EVP_MD_CTX_free(c);
    return NULL;
}
void *dx_digest_new(const char *name, int secure) {
    EVP_MD *md = dx_digest_fetch(name, secure);
    if (!md) return NULL;
    void *c = dx_digest_start(md);
    p_EVP_MD_free(md);
    return c;
}
void *dx_digest_copy(void *d) {
    EVP_MD_CTX *c = p_EVP_MD_CTX_new();
    if (c && p_EVP_MD_CTX_copy(c, d)) return c;
    p_EVP_MD_CTX_free(c);
    return NULL;
}
void dx_digest_free(void *d) { p_EVP_MD_CTX_free(d); }
int dx_digest_update(void *d, const void *bytes, size_t n) { return p_EVP_DigestUpdate(d, bytes, n); }
int dx_digest_final(void *d, unsigned char *out, size_t length) {
    EVP_MD_CTX *c = dx_digest_copy(d);
    if (!c) return 0;
    int ok = length ? p_EVP_DigestFinalXOF(c, out, length) : p_EVP_DigestFinal_ex(c, out, NULL);
    p_EVP_MD_CTX_free(c);
    return ok;
}
int dx_digest_md_size(void *md) { return p_EVP_MD_get_size(md); }
int dx_digest_size(void *d) { return p_EVP_MD_get_size(p_EVP_MD_CTX_get0_md(d)); }
int dx_digest_block(void *d) { return p_EVP_MD_get_block_size(p_EVP_MD_CTX_get0_md(d)); }
int dx_digest_extendable(void *d) { return (p_EVP_MD_get_flags(p_EVP_MD_CTX_get0_md(d)) & EVP_MD_FLAG_XOF) != 0; }
struct names { void (*visit)(const char *, void *); void *context; };
static void visit_md(const EVP_MD *md, const char *from, const char *to, void *p) {
    struct names *n = p;
    (void)to;
    if (md) n->visit(p_EVP_MD_get0_name(md), n->context); else if (from) n->visit(from, n->context);
}
void dx_digest_names(void (*visit)(const char *, void *), void *context) {
    struct names n = { visit, context };
    p_EVP_MD_do_all(visit_md, &n);
}

// HMAC: the digest of (key ^ 0x5c) and of the digest of (key ^ 0x36) and the message, the key filled up to a block. (libcrypto's own contexts for it take
// longer: three digests each, where one and the key do.)
enum { most = 144 };   // bytes of a block: SHA3-224
struct hmac { const EVP_MD *md; EVP_MD_CTX *inner; size_t size; unsigned char key[most]; };

static int start_padded(struct hmac *h, EVP_MD_CTX *c, unsigned char with) {
    unsigned char padded[most];
    for (size_t i = 0; i < h->size; i++) padded[i] = h->key[i] ^ with;
    int ok = p_EVP_DigestInit_ex(c, h->md, NULL) && p_EVP_DigestUpdate(c, padded, h->size);
    explicit_bzero(padded, sizeof padded);
    return ok;
}
static int hmac_start(struct hmac *h, const EVP_MD *md, const void *key, size_t n) {
    int size = p_EVP_MD_get_block_size(md);
    memset(h, 0, sizeof *h);
    if (size <= 0 || size > most || p_EVP_MD_get_flags(md) & EVP_MD_FLAG_XOF) return 0;
    h->md = md; h->size = size; h->inner = p_EVP_MD_CTX_new();
    if (!h->inner) return 0;
    if (n <= h->size) { if (n) memcpy(h->key, key, n); }
    else if (!p_EVP_DigestInit_ex(h->inner, md, NULL) || !p_EVP_DigestUpdate(h->inner, key, n) || !p_EVP_DigestFinal_ex(h->inner, h->key, NULL)) return 0;
    return start_padded(h, h->inner, 0x36);
}
// INNER is H's or a copy; it is of no use afterwards.
static int hmac_finish(struct hmac *h, EVP_MD_CTX *inner, unsigned char *out) {
    return inner && p_EVP_DigestFinal_ex(inner, out, NULL) && start_padded(h, inner, 0x5c) && p_EVP_DigestUpdate(inner, out, p_EVP_MD_get_size(h->md))
        && p_EVP_DigestFinal_ex(inner, out, NULL);
}
static void hmac_end(struct hmac *h) {
    p_EVP_MD_CTX_free(h->inner);
    explicit_bzero(h, sizeof *h);
}
void *dx_hmac_new(void *md, const void *key, size_t n) {
    struct hmac *h = malloc(sizeof *h);
    if (hmac_start(h, md, key, n)) return h;
    dx_hmac_free(h);
    return NULL;
}
void *dx_hmac_copy(void *p) {
    struct hmac *c = malloc(sizeof *c);
    *c = *(struct hmac *)p;
    if ((c->inner = dx_digest_copy(c->inner))) return c;
    dx_hmac_free(c);
    return NULL;
}
void dx_hmac_free(void *h) { hmac_end(h); free(h); }
int dx_hmac_update(void *h, const void *bytes, size_t n) { return p_EVP_DigestUpdate(((struct hmac *)h)->inner, bytes, n); }
int dx_hmac_final(void *h, unsigned char *out) {
    EVP_MD_CTX *c = dx_digest_copy(((struct hmac *)h)->inner);
    int ok = hmac_finish(h, c, out);
    p_EVP_MD_CTX_free(c);
    return ok;
}
int dx_hmac_size(void *h) { return p_EVP_MD_get_size(((struct hmac *)h)->md); }
int dx_hmac_block(void *h) { return (int)((struct hmac *)h)->size; }
int dx_hmac_compute(void *md, const void *key, size_t kn, const void *bytes, size_t n, unsigned char *out) {
    struct hmac h;
    int ok = hmac_start(&h, md, key, kn) && p_EVP_DigestUpdate(h.inner, bytes, n) && hmac_finish(&h, h.inner, out);
    hmac_end(&h);
    return ok;
}
int dx_pbkdf2(const char *digest, const void *password, size_t pn, const void *salt, size_t sn, int rounds, unsigned char *out, size_t n) {
    const EVP_MD *md = p_EVP_get_digestbyname(digest);
    return md ? p_PKCS5_PBKDF2_HMAC(password, (int)pn, salt, (int)sn, rounds, md, (int)n, out) : -1;
}
int dx_scrypt(const void *password, size_t pn, const void *salt, size_t sn, unsigned long long n, unsigned long long r, unsigned long long p,
              unsigned long long maxmem, unsigned char *out, size_t length) {
    return p_EVP_PBE_scrypt(password, pn, salt, sn, n, r, p, maxmem, out, length);
}
int dx_equal_bytes(const void *a, const void *b, size_t n) {
    const volatile unsigned char *x = a, *y = b;
    unsigned char different = 0;
    for (size_t i = 0; i < n; i++) different |= x[i] ^ y[i];
    return different == 0;
}

struct dx_zstream { z_stream z; int inflating; };

dx_zstream *dx_deflate_new(int level, int method, int wbits, int memory, int strategy, int *code) {
    dx_zstream *s = calloc(1, sizeof *s);
    *code = deflateInit2(&s->z, level, method, wbits, memory, strategy);
    if (*code == Z_OK) return s;
    free(s);
    return NULL;
}
dx_zstream *dx_inflate_new(int wbits, int *code) {
    dx_zstream *s = calloc(1, sizeof *s);
    s->inflating = 1;
    *code = inflateInit2(&s->z, wbits);
    if (*code == Z_OK) return s;
    free(s);
    return NULL;
}
dx_zstream *dx_zstream_copy(dx_zstream *s, int *code) {
    dx_zstream *c = calloc(1, sizeof *c);
    c->inflating = s->inflating;
    *code = s->inflating ? inflateCopy(&c->z, &s->z) : deflateCopy(&c->z, &s->z);
    if (*code == Z_OK) return c;
    free(c);
    return NULL;
}
void dx_zstream_free(dx_zstream *s) {
    if (!s) return;
    if (s->inflating) inflateEnd(&s->z); else deflateEnd(&s->z);
    free(s);
}
int dx_zstream_set_dictionary(dx_zstream *s, const void *p, size_t n) {
    return s->inflating ? inflateSetDictionary(&s->z, p, (uInt)n) : deflateSetDictionary(&s->z, p, (uInt)n);
}
int dx_zstream_run(dx_zstream *s, const unsigned char **in, size_t *in_left, unsigned char **out, size_t *out_left, int flush) {
    const size_t most = 1u << 30;
    size_t i = *in_left < most ? *in_left : most, o = *out_left < most ? *out_left : most;
    s->z.next_in = (Bytef *)*in; s->z.avail_in = (uInt)i; s->z.next_out = *out; s->z.avail_out = (uInt)o;
    int code = s->inflating ? inflate(&s->z, flush) : deflate(&s->z, i < *in_left ? Z_NO_FLUSH : flush);
    *in = s->z.next_in; *in_left -= i - s->z.avail_in; *out = s->z.next_out; *out_left -= o - s->z.avail_out;
    return code;
}
const char *dx_zstream_message(dx_zstream *s) { return s->z.msg; }
const char *dx_zlib_version(void) { return zlibVersion(); }
