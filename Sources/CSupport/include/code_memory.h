// Memory for generated code, mapped twice: once to write, once to execute.
#pragma once
#include <stddef.h>
// Maps SIZE bytes; 0 on success, else errno.
int code_memory_map(size_t size, void **writable, void **executable);
void code_memory_unmap(size_t size, void *writable, void *executable);
// Whether this processor has what generated code uses (x86-64 with SSE4.1).
int code_memory_cpu_supported(void);
