// libffi, opened when first needed: calls, closures, descriptions of types.
#pragma once
#include <stddef.h>

/// Opens the library. NULL, or why not.
const char *dx_ffi_load(void);
/// The description of a type: v void, b B h H i I q Q integers by width and sign, f d g floats, F D G complex, P pointer; NULL where the library has none.
void *dx_ffi_type(char code);
/// A structure of COUNT members, allocated for good.
void *dx_ffi_struct(size_t size, size_t alignment, void **members, size_t count);
/// Calls FUNCTION; TYPES and ARGUMENTS have COUNT entries; FIXED of them stand before an ellipsis (-1: none). 0, or libffi's error.
int dx_ffi_call(void *function, void *result_type, void **types, void **arguments, int count, int fixed, void *result, int keep_errno);
typedef void (*dx_ffi_handler)(void *result, void **arguments, void *context);
/// A C function that calls HANDLER with CONTEXT: its address; NULL on failure. CLOSURE is what `dx_ffi_closure_free` takes.
void *dx_ffi_closure(void *result_type, void **types, int count, dx_ffi_handler handler, void *context, void **closure);
void dx_ffi_closure_free(void *closure);
/// The thread's copy of errno that functions with `use_errno` see.
int dx_ffi_errno(void);
void dx_ffi_set_errno(int e);
/// Exchanges the thread's errno with its copy.
void dx_ffi_swap_errno(void);
double dx_long_double_get(const void *p);
void dx_long_double_set(void *p, double d);
/// `sqlite3_db_config(db, op, on, out)` through its address: the function takes "...", which Swift cannot call.
int dx_sqlite_configure(void *function, void *db, int op, int on, int *out);
// The function of CPython's C API called NAME, if there is one here (python_api.c).
void *dx_python_symbol(const char *name);
