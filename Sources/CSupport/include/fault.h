#pragma once
/// What `faulthandler` needs below Python: handlers of fatal and of chosen signals, and a thread that waits for a time-out.

/// Told from a signal handler (SIGNUM) or from the waiting thread (0): must be async-signal-safe.
typedef void (*dx_fault_dump)(int signum);

/// Installs handlers of SIGBUS, SIGILL, SIGFPE, SIGABRT and SIGSEGV; each calls DUMP, puts the former disposition back and raises the signal anew. 0 or errno.
int dx_fault_enable(dx_fault_dump dump);
void dx_fault_disable(void);
/// A handler of SIGNUM that calls DUMP and, with CHAIN, then what was there before. 0 or errno.
int dx_fault_register(int signum, int chain, dx_fault_dump dump);
/// Whether SIGNUM was registered; its former disposition is put back.
int dx_fault_unregister(int signum);
/// After MICROSECONDS, again and again if REPEAT, calls DUMP from a thread of its own; with EXITS the process then ends with status 1. One at a time. 0 or errno.
int dx_fault_later(long microseconds, int repeat, int exits, dx_fault_dump dump);
void dx_fault_cancel(void);
/// Writes the calling thread's C stack to FD, a line a frame.
void dx_fault_c_stack(int fd);
/// Faults on purpose.
void dx_fault_read_null(void);
/// A signal stack for the calling thread, so that the overflow of its own can be told.
void dx_fault_stack(void);
