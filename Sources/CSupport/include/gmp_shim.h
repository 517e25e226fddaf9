#pragma once
#include <gmp.h>
// gmp.h names its functions by macros, which Swift does not import; these carry them over.
typedef unsigned long dx_limb;
static inline dx_limb dx_add_n(dx_limb *r, const dx_limb *a, const dx_limb *b, long n) { return mpn_add_n(r, a, b, n); }
static inline dx_limb dx_sub_n(dx_limb *r, const dx_limb *a, const dx_limb *b, long n) { return mpn_sub_n(r, a, b, n); }
static inline dx_limb dx_add(dx_limb *r, const dx_limb *a, long an, const dx_limb *b, long bn) { return mpn_add(r, a, an, b, bn); }
static inline dx_limb dx_sub(dx_limb *r, const dx_limb *a, long an, const dx_limb *b, long bn) { return mpn_sub(r, a, an, b, bn); }
static inline dx_limb dx_mul(dx_limb *r, const dx_limb *a, long an, const dx_limb *b, long bn) { return mpn_mul(r, a, an, b, bn); }
static inline dx_limb dx_mul_1(dx_limb *r, const dx_limb *a, long n, dx_limb b) { return mpn_mul_1(r, a, n, b); }
static inline void dx_sqr(dx_limb *r, const dx_limb *a, long n) { mpn_sqr(r, a, n); }
static inline void dx_tdiv_qr(dx_limb *q, dx_limb *r, const dx_limb *a, long an, const dx_limb *d, long dn) { mpn_tdiv_qr(q, r, 0, a, an, d, dn); }
static inline dx_limb dx_divrem_1(dx_limb *q, const dx_limb *a, long n, dx_limb d) { return mpn_divrem_1(q, 0, a, n, d); }
static inline dx_limb dx_lshift(dx_limb *r, const dx_limb *a, long n, unsigned count) { return mpn_lshift(r, a, n, count); }
static inline dx_limb dx_rshift(dx_limb *r, const dx_limb *a, long n, unsigned count) { return mpn_rshift(r, a, n, count); }
static inline int dx_cmp(const dx_limb *a, const dx_limb *b, long n) { return mpn_cmp(a, b, n); }
static inline unsigned long dx_get_str(unsigned char *s, int base, dx_limb *a, long n) { return mpn_get_str(s, base, a, n); }
static inline long dx_set_str(dx_limb *r, const unsigned char *s, unsigned long n, int base) { return mpn_set_str(r, s, n, base); }
static inline dx_limb dx_gcd(dx_limb *r, dx_limb *a, long an, dx_limb *b, long bn) { return mpn_gcd(r, a, an, b, bn); }
static inline long dx_sqrtrem(dx_limb *s, dx_limb *r, const dx_limb *a, long n) { return mpn_sqrtrem(s, r, a, n); }
static inline unsigned long dx_popcount(const dx_limb *a, long n) { return mpn_popcount(a, n); }
static inline dx_limb dx_add_1(dx_limb *r, const dx_limb *a, long n, dx_limb b) { return mpn_add_1(r, a, n, b); }
static inline dx_limb dx_sub_1(dx_limb *r, const dx_limb *a, long n, dx_limb b) { return mpn_sub_1(r, a, n, b); }
static inline dx_limb dx_addmul_1(dx_limb *r, const dx_limb *a, long n, dx_limb b) { return mpn_addmul_1(r, a, n, b); }
static inline dx_limb dx_mod_1(const dx_limb *a, long n, dx_limb d) { return mpn_mod_1(a, n, d); }
static inline int dx_zero_p(const dx_limb *a, long n) { return mpn_zero_p(a, n); }
// The following have no mpn form. Operands are magnitudes without leading zero limbs (a count may be 0); each writes its result
// to r, whose room the caller has computed, and returns its number of limbs.
long dx_pow_ui(dx_limb *r, const dx_limb *a, long an, unsigned long exponent);
/// base^exponent mod modulus; modulus > 0; room: the modulus's limbs.
long dx_powm(dx_limb *r, const dx_limb *base, long bn, const dx_limb *exponent, long en, const dx_limb *modulus, long mn);
/// The inverse of a modulo m > 0, or -1 if there is none; room: m's limbs.
long dx_invert(dx_limb *r, const dx_limb *a, long an, const dx_limb *m, long mn);
long dx_gcd_any(dx_limb *r, const dx_limb *a, long an, const dx_limb *b, long bn);
/// n! into a malloc'ed array.
dx_limb *dx_factorial(unsigned long n, long *count);
/// C(n, k) into a malloc'ed array.
dx_limb *dx_binomial(const dx_limb *n, long nn, unsigned long k, long *count);
