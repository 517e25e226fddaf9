#include "complex_functions.h"
#include <complex.h>

void dx_complex(int function, double re, double im, double *out) {
    double complex z = __builtin_complex(re, im), r = 0;
    switch (function) {
    case dx_complex_sqrt: r = csqrt(z); break;
    case dx_complex_exp: r = cexp(z); break;
    case dx_complex_log: r = clog(z); break;
    case dx_complex_sin: r = csin(z); break;
    case dx_complex_cos: r = ccos(z); break;
    case dx_complex_tan: r = ctan(z); break;
    case dx_complex_asin: r = casin(z); break;
    case dx_complex_acos: r = cacos(z); break;
    case dx_complex_atan: r = catan(z); break;
    case dx_complex_sinh: r = csinh(z); break;
    case dx_complex_cosh: r = ccosh(z); break;
    case dx_complex_tanh: r = ctanh(z); break;
    case dx_complex_asinh: r = casinh(z); break;
    case dx_complex_acosh: r = cacosh(z); break;
    default: r = catanh(z); break;
    }
    out[0] = creal(r);
    out[1] = cimag(r);
}
