#pragma once
#include <stddef.h>
/// Writes `value` in the C conversion ('e', 'f', 'g'; exact for any precision) independent of the locale; returns the length it wanted.
int dx_format_double(char *out, size_t size, char conversion, int precision, int alternate, double value);
/// strtod in the C locale: correctly rounded. The text must end in a NUL.
double dx_parse_double(const char *text, char **end);
/// Fills `out` from the kernel's random source; 0 on success.
int dx_random_bytes(void *out, size_t size);
