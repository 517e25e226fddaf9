#define _GNU_SOURCE
#include "code_memory.h"
#include <errno.h>
#include <fcntl.h>
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
int code_memory_snapshot(size_t size, size_t used, const void *writable) {
#ifdef __linux__
    int fd = memfd_create("code", MFD_CLOEXEC);
    if (fd < 0) return -errno;
    int e = 0;
    if (ftruncate(fd, (off_t)size) != 0) e = errno;
    for (size_t n = 0; !e && n < used;) {
        ssize_t w = pwrite(fd, (const char *)writable + n, used - n, (off_t)n);
        if (w <= 0) e = w < 0 ? errno : EIO; else n += (size_t)w;
    }
    // (The child of a subprocess puts its own files at 0 to 2 first.)
    if (!e && fd < 3) { int above = fcntl(fd, F_DUPFD_CLOEXEC, 3); if (above < 0) e = errno; else { close(fd); fd = above; } }
    if (e) { close(fd); return -e; }
    return fd;
#else
    return -ENOSYS;
#endif
}
int code_memory_adopt(int fd, size_t size, void *writable, void *executable) {
    int e = 0;
    if (mmap(writable, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0) == MAP_FAILED) e = errno;
    if (!e && mmap(executable, size, PROT_READ | PROT_EXEC, MAP_SHARED | MAP_FIXED, fd, 0) == MAP_FAILED) e = errno;
    close(fd);
    return e;
}
void code_memory_forget(size_t used, void *writable) {
#ifdef __linux__
    madvise(writable, (used + 4095) & ~(size_t)4095, MADV_DONTNEED);
#else
    (void)used, (void)writable;
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
