// Memory for generated code, mapped twice: once to write, once to execute.
#pragma once
#include <stddef.h>
#include <stdint.h>
// How generated code was left: by the exit of this number, or (-1) with a result.
typedef struct { int64_t exit; uint64_t result; } trace_outcome;
// Maps SIZE bytes; 0 on success, else errno.
int code_memory_map(size_t size, void **writable, void **executable);
// Lets go of the first USED bytes of the writable view: their pages are mapped again when they are written.
void code_memory_forget(size_t used, void *writable);
void code_memory_unmap(size_t size, void *writable, void *executable);
// Before a fork: a file with a copy of the first USED bytes; a negative errno on failure.
int code_memory_snapshot(size_t size, size_t used, const void *writable);
// After it, in the child: replaces both views, at their addresses, by the file, and closes it.
int code_memory_adopt(int file, size_t size, void *writable, void *executable);
// Whether this processor has what generated code uses (x86-64 with SSE4.1).
int code_memory_cpu_supported(void);
