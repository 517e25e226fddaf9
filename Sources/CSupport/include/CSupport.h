// C that Swift cannot express: stack scanning, thread-local words, macros of C libraries.
#pragma once
#include "stack.h"
#include "gmp_shim.h"
#include "memory_shim.h"
#include "numeric_shim.h"
#include "complex_functions.h"
#include "unicode_data.h"
#include "code_memory.h"
#include "system.h"
#include "fault.h"
#include "digest_shim.h"
#include "compression_shim.h"
#include "ffi_shim.h"
