#include "ffi_shim.h"
#include <dlfcn.h>
#include <errno.h>
#include <ffi.h>
#include <stdlib.h>
#include <string.h>

static void *library;
static __typeof__(ffi_prep_cif) *prep_cif;
static __typeof__(ffi_prep_cif_var) *prep_cif_var;
static __typeof__(ffi_call) *call;
static __typeof__(ffi_closure_alloc) *closure_alloc;
static __typeof__(ffi_closure_free) *closure_free;
static __typeof__(ffi_prep_closure_loc) *prep_closure;

const char *dx_ffi_load(void) {
    if (prep_closure) return NULL;
    library = dlopen("libffi.so.8", RTLD_NOW | RTLD_LOCAL);
    if (!library) return dlerror();
#define FIND(p, f) if (!(p = (__typeof__(p))dlsym(library, #f))) return dlerror();
    FIND(prep_cif, ffi_prep_cif) FIND(prep_cif_var, ffi_prep_cif_var) FIND(call, ffi_call)
    FIND(closure_alloc, ffi_closure_alloc) FIND(closure_free, ffi_closure_free) FIND(prep_closure, ffi_prep_closure_loc)
    return NULL;
}
void *dx_ffi_type(char code) {
    const char *name;
    switch (code) {
    case 'v': name = "ffi_type_void"; break;
    case 'b': name = "ffi_type_sint8"; break;
    case 'B': name = "ffi_type_uint8"; break;
    case 'h': name = "ffi_type_sint16"; break;
    case 'H': name = "ffi_type_uint16"; break;
    case 'i': name = "ffi_type_sint32"; break;
    case 'I': name = "ffi_type_uint32"; break;
    case 'q': name = "ffi_type_sint64"; break;
    case 'Q': name = "ffi_type_uint64"; break;
    case 'f': name = "ffi_type_float"; break;
    case 'd': name = "ffi_type_double"; break;
    case 'g': name = "ffi_type_longdouble"; break;
    case 'F': name = "ffi_type_complex_float"; break;
    case 'D': name = "ffi_type_complex_double"; break;
    case 'G': name = "ffi_type_complex_longdouble"; break;
    default: name = "ffi_type_pointer"; break;
    }
    return dlsym(library, name);
}
void *dx_ffi_struct(size_t size, size_t alignment, void **members, size_t count) {
    ffi_type *t = calloc(1, sizeof *t + (count + 1) * sizeof(ffi_type *));
    if (!t) return NULL;
    t->size = size;
    t->alignment = (unsigned short)alignment;
    t->type = FFI_TYPE_STRUCT;
    t->elements = (ffi_type **)(t + 1);
    memcpy(t->elements, members, count * sizeof(ffi_type *));
    return t;
}
static __thread int saved_errno;

int dx_ffi_call(void *function, void *result_type, void **types, void **arguments, int count, int fixed, void *result, int keep_errno) {
    ffi_cif cif;
    ffi_status s = fixed >= 0 && fixed < count ? prep_cif_var(&cif, FFI_DEFAULT_ABI, (unsigned)fixed, (unsigned)count, result_type, (ffi_type **)types)
                                               : prep_cif(&cif, FFI_DEFAULT_ABI, (unsigned)count, result_type, (ffi_type **)types);
    if (s != FFI_OK) return (int)s;
    if (keep_errno) dx_ffi_swap_errno();
    call(&cif, (void (*)(void))function, result, arguments);
    if (keep_errno) dx_ffi_swap_errno();
    return 0;
}
struct thunk { ffi_cif cif; ffi_closure *closure; dx_ffi_handler handler; void *context; ffi_type *types[]; };

static void dispatch(ffi_cif *cif, void *result, void **arguments, void *user) {
    struct thunk *t = user;
    (void)cif;
    t->handler(result, arguments, t->context);
}
void *dx_ffi_closure(void *result_type, void **types, int count, dx_ffi_handler handler, void *context, void **closure) {
    struct thunk *t = calloc(1, sizeof *t + (size_t)count * sizeof(ffi_type *));
    void *code = NULL;
    if (!t) return NULL;
    memcpy(t->types, types, (size_t)count * sizeof(ffi_type *));
    t->handler = handler;
    t->context = context;
    t->closure = closure_alloc(sizeof *t->closure, &code);
    if (!t->closure || prep_cif(&t->cif, FFI_DEFAULT_ABI, (unsigned)count, result_type, t->types) != FFI_OK
        || prep_closure(t->closure, &t->cif, dispatch, t, code) != FFI_OK) {
        if (t->closure) closure_free(t->closure);
        free(t);
        return NULL;
    }
    *closure = t;
    return code;
}
void dx_ffi_closure_free(void *closure) {
    struct thunk *t = closure;
    closure_free(t->closure);
    free(t);
}
int dx_ffi_errno(void) { return saved_errno; }
void dx_ffi_set_errno(int e) { saved_errno = e; }
void dx_ffi_swap_errno(void) { int e = errno; errno = saved_errno; saved_errno = e; }
double dx_long_double_get(const void *p) { long double x; memcpy(&x, p, sizeof x); return (double)x; }
void dx_long_double_set(void *p, double d) { long double x = d; memset(p, 0, sizeof x); memcpy(p, &x, sizeof x); }
int dx_sqlite_configure(void *function, void *db, int op, int on, int *out) { return ((int (*)(void *, int, ...))function)(db, op, on, out); }
