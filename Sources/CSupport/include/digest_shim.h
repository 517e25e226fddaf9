#pragma once
#include <stddef.h>
// Digests and deflate streams of libcrypto and libz, behind opaque handles, so that their headers stay out of Swift.

/// Opens libcrypto, which everything here but `dx_equal_bytes` needs; NULL, or why it cannot be opened.
const char *dx_crypto_load(void);
/// A running digest, or NULL for a name that libcrypto does not know. `secure`: 0 for uses that need no FIPS approval.
void *dx_digest_new(const char *name, int secure);
/// The algorithm NAME, to be kept; a running digest of one.
void *dx_digest_fetch(const char *name, int secure);
void *dx_digest_start(void *md);
void *dx_digest_copy(void *d);
void dx_digest_free(void *d);
int dx_digest_update(void *d, const void *bytes, size_t n);
/// Writes the digest of what was added so far; the state goes on. `length` only for extendable-output functions (0: the fixed one).
int dx_digest_final(void *d, unsigned char *out, size_t length);
/// Bytes of a digest by the algorithm MD.
int dx_digest_md_size(void *md);
/// Bytes of the digest, bytes of a block, whether the output is extendable.
int dx_digest_size(void *d);
int dx_digest_block(void *d);
int dx_digest_extendable(void *d);
/// Calls `visit` with the name of every digest.
void dx_digest_names(void (*visit)(const char *name, void *context), void *context);
/// A running HMAC over the algorithm MD, or NULL if it is none for that (extendable).
void *dx_hmac_new(void *md, const void *key, size_t n);
/// All at once: 0 where there is none.
int dx_hmac_compute(void *md, const void *key, size_t kn, const void *bytes, size_t n, unsigned char *out);
void *dx_hmac_copy(void *h);
void dx_hmac_free(void *h);
int dx_hmac_update(void *h, const void *bytes, size_t n);
int dx_hmac_final(void *h, unsigned char *out);
int dx_hmac_size(void *h);
int dx_hmac_block(void *h);
int dx_pbkdf2(const char *digest, const void *password, size_t pn, const void *salt, size_t sn, int rounds, unsigned char *out, size_t n);
int dx_scrypt(const void *password, size_t pn, const void *salt, size_t sn, unsigned long long n, unsigned long long r, unsigned long long p,
              unsigned long long maxmem, unsigned char *out, size_t length);
/// Equal, in time that depends on the length only.
int dx_equal_bytes(const void *a, const void *b, size_t n);

/// A deflate or inflate stream. Functions return zlib's codes; `message` its text or NULL.
typedef struct dx_zstream dx_zstream;
dx_zstream *dx_deflate_new(int level, int method, int wbits, int memory, int strategy, int *code);
dx_zstream *dx_inflate_new(int wbits, int *code);
dx_zstream *dx_zstream_copy(dx_zstream *s, int *code);
void dx_zstream_free(dx_zstream *s);
int dx_zstream_set_dictionary(dx_zstream *s, const void *p, size_t n);
/// Runs the stream from `*in` (`*in_left` bytes) to `*out` (`*out_left` bytes), moving all four.
int dx_zstream_run(dx_zstream *s, const unsigned char **in, size_t *in_left, unsigned char **out, size_t *out_left, int flush);
const char *dx_zstream_message(dx_zstream *s);
const char *dx_zlib_version(void);
