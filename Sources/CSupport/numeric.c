#define _GNU_SOURCE
#include "numeric_shim.h"
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

static locale_t c_locale(void) {
    static locale_t cached;
    locale_t l = __atomic_load_n(&cached, __ATOMIC_ACQUIRE);
    if (!l) {
        l = newlocale(LC_ALL_MASK, "C", (locale_t)0);
        __atomic_store_n(&cached, l, __ATOMIC_RELEASE);
    }
    return l;
}

int dx_format_double(char *out, size_t size, char conversion, int precision, int alternate, double value) {
    char format[8];
    int i = 0;
    format[i++] = '%';
    if (alternate) format[i++] = '#';
    format[i++] = '.';
    format[i++] = '*';
    format[i++] = conversion;
    format[i] = 0;
    locale_t old = uselocale(c_locale());
    int n = snprintf(out, size, format, precision, value);
    uselocale(old);
    return n;
}

double dx_parse_double(const char *text, char **end) { return strtod_l(text, end, c_locale()); }

int dx_random_bytes(void *out, size_t size) {
    char *p = out;
    while (size) {
        ssize_t n = getrandom(p, size, 0);
        if (n < 0) {
            if (errno == EINTR) continue;
            return -1;
        }
        p += n;
        size -= (size_t)n;
    }
    return 0;
}
