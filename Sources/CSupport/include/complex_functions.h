// The complex functions of C, which Swift cannot import: results go to out[0] and out[1].
#ifndef DX_COMPLEX_FUNCTIONS_H
#define DX_COMPLEX_FUNCTIONS_H
enum { dx_complex_sqrt, dx_complex_exp, dx_complex_log, dx_complex_sin, dx_complex_cos, dx_complex_tan, dx_complex_asin, dx_complex_acos, dx_complex_atan,
       dx_complex_sinh, dx_complex_cosh, dx_complex_tanh, dx_complex_asinh, dx_complex_acosh, dx_complex_atanh };
void dx_complex(int function, double re, double im, double *out);
#endif
