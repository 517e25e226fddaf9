// What `ctypes.pythonapi` finds: the functions of CPython's C API that need no object of CPython's.
#include <signal.h>
#include <string.h>
#include "include/ffi_shim.h"

typedef void (*handler)(int);
// PyOS_getsig
static handler get_signal(int signum) {
    struct sigaction a;
    return sigaction(signum, NULL, &a) ? SIG_ERR : a.sa_handler;
}
// PyOS_setsig
static handler set_signal(int signum, handler h) {
    struct sigaction a, old;
    memset(&a, 0, sizeof a);
    a.sa_handler = h;
    sigemptyset(&a.sa_mask);
    a.sa_flags = SA_ONSTACK;
    return sigaction(signum, &a, &old) ? SIG_ERR : old.sa_handler;
}
void *dx_python_symbol(const char *name) {
    if (!strcmp(name, "PyOS_getsig")) return (void *)get_signal;
    if (!strcmp(name, "PyOS_setsig")) return (void *)set_signal;
    return NULL;
}
