#include "gmp_shim.h"
#include <stdlib.h>
#include <string.h>

static long deliver(dx_limb *r, mpz_t z) {
    long n = (long)mpz_size(z);
    memcpy(r, mpz_limbs_read(z), (size_t)n * sizeof *r);
    mpz_clear(z);
    return n;
}

static dx_limb *deliver_new(mpz_t z, long *count) {
    long n = (long)mpz_size(z);
    dx_limb *r = malloc((size_t)(n ? n : 1) * sizeof *r);
    *count = deliver(r, z);
    return r;
}

long dx_pow_ui(dx_limb *r, const dx_limb *a, long an, unsigned long exponent) {
    mpz_t base, z;
    mpz_init(z);
    mpz_pow_ui(z, mpz_roinit_n(base, a, an), exponent);
    return deliver(r, z);
}

long dx_powm(dx_limb *r, const dx_limb *base, long bn, const dx_limb *exponent, long en, const dx_limb *modulus, long mn) {
    mpz_t b, e, m, z;
    mpz_init(z);
    mpz_powm(z, mpz_roinit_n(b, base, bn), mpz_roinit_n(e, exponent, en), mpz_roinit_n(m, modulus, mn));
    return deliver(r, z);
}

long dx_invert(dx_limb *r, const dx_limb *a, long an, const dx_limb *m, long mn) {
    mpz_t x, y, z;
    mpz_init(z);
    if (!mpz_invert(z, mpz_roinit_n(x, a, an), mpz_roinit_n(y, m, mn))) {
        mpz_clear(z);
        return -1;
    }
    return deliver(r, z);
}

long dx_gcd_any(dx_limb *r, const dx_limb *a, long an, const dx_limb *b, long bn) {
    mpz_t x, y, z;
    mpz_init(z);
    mpz_gcd(z, mpz_roinit_n(x, a, an), mpz_roinit_n(y, b, bn));
    return deliver(r, z);
}

dx_limb *dx_factorial(unsigned long n, long *count) {
    mpz_t z;
    mpz_init(z);
    mpz_fac_ui(z, n);
    return deliver_new(z, count);
}

dx_limb *dx_binomial(const dx_limb *n, long nn, unsigned long k, long *count) {
    mpz_t x, z;
    mpz_init(z);
    mpz_bin_ui(z, mpz_roinit_n(x, n, nn), k);
    return deliver_new(z, count);
}
