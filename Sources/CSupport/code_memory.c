#define _GNU_SOURCE
#include "code_memory.h"
#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

int code_memory_map(size_t size, void **writable, void **executable) {
#ifdef __linux__
    int fd = memfd_create("code", MFD_CLOEXEC);
    if (fd < 0) return errno;
    if (ftruncate(fd, (off_t)size) != 0) { int e = errno; close(fd); return e; }
    void *w = mmap(0, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (w == MAP_FAILED) { int e = errno; close(fd); return e; }
    void *x = mmap(0, size, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0);
    int e = errno;
    close(fd);
    if (x == MAP_FAILED) { munmap(w, size); return e; }
    *writable = w; *executable = x;
    return 0;
#else
    return ENOSYS;
#endif
}
void code_memory_unmap(size_t size, void *writable, void *executable) { munmap(writable, size); munmap(executable, size); }

int code_memory_cpu_supported(void) {
#if defined(__x86_64__) && defined(__linux__)
    return __builtin_cpu_supports("sse4.1") != 0;
#else
    return 0;
#endif
}
