#define _GNU_SOURCE
#include <pty.h>
#include <utmp.h>
#include <iconv.h>
#include "include/system.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <semaphore.h>
#include <sys/syscall.h>
#include <syslog.h>
#include <unistd.h>

int dx_open(int directory, const char *path, int flags, int mode) { return openat(directory, path, flags, mode); }
int dx_fcntl(int fd, int command, long argument) { return fcntl(fd, command, argument); }
int dx_fcntl_pointer(int fd, int command, void *argument) { return fcntl(fd, command, argument); }
int dx_ioctl(int fd, unsigned long request, long argument) { return ioctl(fd, request, argument); }
int dx_ioctl_pointer(int fd, unsigned long request, void *argument) { return ioctl(fd, request, argument); }

static volatile sig_atomic_t pending[65];
static long *target;
static long target_bits;
static int wakeup_fd = -1;
static unsigned long main_thread;
static volatile sig_atomic_t forwarded[65];

/* A signal for the process may reach any thread. The main one must wake up from what it waits in: it is sent the signal on, which then does nothing else. */
static void deliver(int signum) {
    int saved = errno;
    if (main_thread && (unsigned long)pthread_self() != main_thread) {
        forwarded[signum] = 1;
        pthread_kill((pthread_t)main_thread, signum);
    } else if (forwarded[signum]) {
        forwarded[signum] = 0;
        return;
    }
    pending[signum] = 1;
    if (target) dx_atomic_or(target, target_bits);
    if (wakeup_fd >= 0) {
        unsigned char b = (unsigned char)signum;
        ssize_t n = write(wakeup_fd, &b, 1);
        (void)n;
    }
    errno = saved;
}
int dx_signal_install(int signum, int how) {
    struct sigaction a;
    memset(&a, 0, sizeof a);
    sigemptyset(&a.sa_mask);
    a.sa_handler = how == 0 ? SIG_DFL : how == 1 ? SIG_IGN : deliver;
    if (how == 2) a.sa_flags = SA_ONSTACK;
    return sigaction(signum, &a, 0);
}
int dx_signal_disposition(int signum) {
    struct sigaction a;
    if (sigaction(signum, 0, &a) < 0) return -1;
    return a.sa_handler == SIG_DFL ? 0 : a.sa_handler == SIG_IGN ? 1 : 2;
}
void dx_signal_target(long *word, long bits, unsigned long thread) { target = word; target_bits = bits; main_thread = thread; }
int dx_signal_take(int signum) { int was = pending[signum]; if (was) pending[signum] = 0; return was; }
void dx_signal_set_pending(int signum) { pending[signum] = 1; if (target) dx_atomic_or(target, target_bits); }
int dx_signal_wakeup(int fd, int warn) { (void)warn; int old = wakeup_fd; wakeup_fd = fd; return old; }

__attribute__((noinline)) void dx_parked(void *context, void (*body)(void *, void *)) {
    jmp_buf registers;
    __builtin_unwind_init();
    setjmp(registers);
    body(context, (void *)&registers);
    // The registers must stay on the stack until the body is done.
    __asm__ volatile("" : : "r"(&registers) : "memory");
}

// The child's half follows _posixsubprocess: only async-signal-safe calls between fork and exec (unless a preexec function runs).
static int keep_it(const dx_fork_exec *w, int fd) {
    for (long i = 0; i < w->keep_count; i++) if (w->keep[i] == fd) return 1;
    return 0;
}
static void close_others(const dx_fork_exec *w) {
    int folder = open("/proc/self/fd", O_RDONLY | O_CLOEXEC | O_DIRECTORY);
    if (folder < 0) {
        long last = sysconf(_SC_OPEN_MAX);
        for (int fd = 3; fd < (last > 0 ? last : 256); fd++) if (!keep_it(w, fd)) close(fd);
        return;
    }
    char buffer[4096];
    long n;
    while ((n = syscall(SYS_getdents64, folder, buffer, sizeof buffer)) > 0) {
        for (long at = 0; at < n;) {
            unsigned short length;
            memcpy(&length, buffer + at + 16, 2);
            const char *name = buffer + at + 19;
            int fd = 0, ok = *name >= '0' && *name <= '9';
            for (; *name >= '0' && *name <= '9'; name++) fd = fd * 10 + (*name - '0');
            if (ok && fd > 2 && fd != folder && !keep_it(w, fd)) close(fd);
            at += length;
        }
    }
    close(folder);
}
static int inherit(int fd, int on) {
    int f = fcntl(fd, F_GETFD);
    if (f < 0) return -1;
    return fcntl(fd, F_SETFD, on ? f & ~FD_CLOEXEC : f | FD_CLOEXEC);
}
static void child(const dx_fork_exec *w) {
    int p2cread = w->p2cread, c2pwrite = w->c2pwrite, errwrite = w->errwrite, reached_preexec = 0;
    const char *what = "";
    for (long i = 0; i < w->keep_count; i++) if (w->keep[i] != w->errpipe_write && inherit(w->keep[i], 1) < 0) goto failed;
    if (w->p2cwrite >= 0) close(w->p2cwrite);
    if (w->c2pread >= 0) close(w->c2pread);
    if (w->errread >= 0) close(w->errread);
    close(w->errpipe_read);
    // Descriptors 0..2 that are sources themselves are moved out of the way.
    if (c2pwrite == 0) { c2pwrite = dup(c2pwrite); if (c2pwrite < 0 || inherit(c2pwrite, 0) < 0) goto failed; }
    while (errwrite == 0 || errwrite == 1) { errwrite = dup(errwrite); if (errwrite < 0 || inherit(errwrite, 0) < 0) goto failed; }
    if (p2cread == 0) { if (inherit(p2cread, 1) < 0) goto failed; } else if (p2cread >= 0 && dup2(p2cread, 0) < 0) goto failed;
    if (c2pwrite == 1) { if (inherit(c2pwrite, 1) < 0) goto failed; } else if (c2pwrite >= 0 && dup2(c2pwrite, 1) < 0) goto failed;
    if (errwrite == 2) { if (inherit(errwrite, 1) < 0) goto failed; } else if (errwrite >= 0 && dup2(errwrite, 2) < 0) goto failed;
    if (w->cwd && chdir(w->cwd) < 0) { what = "noexec:chdir"; goto failed; }
    if (w->child_umask >= 0) umask(w->child_umask);
    if (w->restore_signals) { signal(SIGPIPE, SIG_DFL); signal(SIGXFSZ, SIG_DFL); }
    if (w->call_setsid) setsid();
    if (w->pgid_to_set >= 0 && setpgid(0, w->pgid_to_set) < 0) goto failed;
    if (w->groups_size >= 0 && setgroups(w->groups_size, w->groups) < 0) goto failed;
    if (w->gid != -1 && setregid(w->gid, w->gid) < 0) goto failed;
    if (w->uid != -1 && setreuid(w->uid, w->uid) < 0) goto failed;
    if (w->preexec) { reached_preexec = 1; if (w->preexec(w->preexec_context)) { errno = 0; goto failed; } reached_preexec = 0; }
    if (w->close_fds) close_others(w);
    int saved = 0;
    for (int i = 0; w->exec_array[i]; i++) {
        if (w->envp) execve(w->exec_array[i], w->argv, w->envp); else execv(w->exec_array[i], w->argv);
        if (errno != ENOENT && errno != ENOTDIR && saved == 0) saved = errno;
    }
    if (saved) errno = saved;
failed:;
    int e = errno;
    char text[64];
    if (e) {
        char hex[16], *p = hex + sizeof hex;
        int v = e;
        *--p = 0;
        while (v) { *--p = "0123456789ABCDEF"[v & 15]; v >>= 4; }
        strcpy(text, "OSError:"); strcat(text, p); strcat(text, ":"); strcat(text, what);
        if (!*what) { /* exec itself failed */ }
    } else strcpy(text, reached_preexec ? "SubprocessError:0:Exception occurred in preexec_fn." : "SubprocessError:0:");
    ssize_t n = write(w->errpipe_write, text, strlen(text));
    (void)n;
    _exit(255);
}
int dx_fork_exec_run(const dx_fork_exec *w) {
    sigset_t all, old;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &old);
    pid_t pid = fork();
    if (pid == 0) {
        // Handlers of ours must not run in the child before exec.
        for (int s = 1; s < 65; s++) { struct sigaction a; if (sigaction(s, 0, &a) == 0 && a.sa_handler == deliver && !w->preexec) signal(s, SIG_DFL); }
        pthread_sigmask(SIG_SETMASK, &old, 0);
        child(w);
    }
    int e = errno;
    pthread_sigmask(SIG_SETMASK, &old, 0);
    errno = e;
    return pid;
}
extern char **environ;
char **dx_environ(void) { return environ; }
const char *dx_entry_name(void *entry, int *kind, unsigned long *inode) {
    struct dirent *e = entry;
    *kind = e->d_type; *inode = e->d_ino;
    return e->d_name;
}
long dx_syscall3(long number, long a, long b, long c) { return syscall(number, a, b, c); }
#include <stdlib.h>
int dx_fork(void) { return fork(); }
int dx_openpty(int *master, int *slave) { return openpty(master, slave, NULL, NULL, NULL); }
int dx_login_tty(int fd) { return login_tty(fd); }
int dx_system(const char *command) { return system(command); }
int dx_semaphore_take(sem_t *s, long deadline) {
    int r;
    if (deadline == 0) r = sem_trywait(s);
    else if (deadline < 0) r = sem_wait(s);
    else {
        struct timespec t = { deadline / 1000000000, deadline % 1000000000 };
        r = sem_clockwait(s, CLOCK_MONOTONIC, &t);
    }
    return r == 0 ? 0 : errno;
}
int dx_thread_start(size_t stack, void *(*body)(void *), void *context, unsigned long *identity) {
    pthread_attr_t a;
    pthread_t t;
    pthread_attr_init(&a);
    if (stack) pthread_attr_setstacksize(&a, stack);
    pthread_attr_setdetachstate(&a, PTHREAD_CREATE_DETACHED);
    int r = pthread_create(&t, &a, body, context);
    pthread_attr_destroy(&a);
    if (r == 0) *identity = (unsigned long)t;
    return r;
}
void dx_block_signals(sigset_t *old) { sigset_t all; sigfillset(&all); pthread_sigmask(SIG_BLOCK, &all, old); }
void dx_restore_signals(const sigset_t *old) { pthread_sigmask(SIG_SETMASK, old, 0); }
void dx_set_thread_name(const char *name) { pthread_setname_np(pthread_self(), name); }
int dx_thread_name(unsigned long identity, char *name, size_t room) { return pthread_getname_np((pthread_t)identity, name, room); }
// To this very thread, so that the handler has run when it returns.
int dx_raise(int signum) { return raise(signum); }
int dx_setitimer(int which, const struct itimerval *value, struct itimerval *old) { return setitimer(which, value, old); }
int dx_getitimer(int which, struct itimerval *value) { return getitimer(which, value); }
long dx_syscall4(long number, long a, long b, long c, long d) { return syscall(number, a, b, c, d); }
#include <sys/file.h>
#include <dlfcn.h>
#include <stdatomic.h>
struct symbol { void *library; const char *name; void *address; };
enum { SYMBOLS = 512 };
static struct symbol *_Atomic symbols[SYMBOLS];
// By the address of the name. Entries are added, never changed: callers may be in several threads.
void *dx_symbol(void *library, const char *name) {
    unsigned i = (unsigned)(((unsigned long)name * 0x9E3779B97F4A7C15ul) >> 55);
    for (int tries = 0; tries < 32; tries++, i = (i + 1) % SYMBOLS) {
        struct symbol *s = atomic_load_explicit(&symbols[i], memory_order_acquire);
        if (s) {
            if (s->name == name && s->library == library) return s->address;
            continue;
        }
        void *address = dlsym(library, name);
        if (!address || !(s = malloc(sizeof *s))) return address;
        *s = (struct symbol){ library, name, address };
        struct symbol *none = NULL;
        if (!atomic_compare_exchange_strong(&symbols[i], &none, s)) free(s);
        return address;
    }
    return dlsym(library, name);
}
int dx_flock(int fd, int operation) { return flock(fd, operation); }
int dx_getrusage(int who, struct rusage *usage) { return getrusage(who, usage); }
int dx_prlimit(int pid, int which, const struct rlimit *limits, struct rlimit *old) { return prlimit(pid, which, limits, old); }
int dx_accept4(int fd, void *address, unsigned *length, int flags) { return accept4(fd, address, length, flags); }
int dx_socket_connect(int fd, const void *address, unsigned length) { return connect(fd, address, length); }
int dx_socket_bind(int fd, const void *address, unsigned length) { return bind(fd, address, length); }
int dx_socket_name(int fd, int peer, void *address, unsigned *length) { return peer ? getpeername(fd, address, length) : getsockname(fd, address, length); }
long dx_recvfrom(int fd, void *data, size_t n, int flags, void *address, unsigned *length) { return recvfrom(fd, data, n, flags, address, length); }
long dx_sendto(int fd, const void *data, size_t n, int flags, const void *address, unsigned length) { return sendto(fd, data, n, flags, address, length); }
int dx_getnameinfo(const void *address, unsigned length, char *host, unsigned host_size, char *service, unsigned service_size, int flags) {
    return getnameinfo(address, length, host, host_size, service, service_size, flags);
}
int dx_spawn_close_from(posix_spawn_file_actions_t *actions, int first) { return posix_spawn_file_actions_addclosefrom_np(actions, first); }

void *dx_named_semaphore(const char *name, int create, unsigned value) {
    sem_t *s = create ? sem_open(name, O_CREAT | O_EXCL, 0600, value) : sem_open(name, 0);
    return s == SEM_FAILED ? NULL : s;
}
void dx_syslog(int priority, const char *text) { syslog(priority, "%s", text); }

int dx_charset_table(const char *charset, int prefix, uint32_t *table) {
    iconv_t cd = iconv_open("UTF-32LE", charset);
    if (cd == (iconv_t)-1) return 0;
    for (int lead = 0x80; lead < 0x100; lead++)
        for (int trail = 0x30; trail < 0x100; trail++) {
            char in[3] = { (char)prefix, (char)lead, (char)trail };
            uint32_t out[4];
            char *from = prefix ? in : in + 1, *to = (char *)out;
            size_t n = prefix ? 3 : 2, room = sizeof out;
            iconv(cd, 0, 0, 0, 0);
            size_t r = iconv(cd, &from, &n, &to, &room);
            if (r != (size_t)-1) iconv(cd, 0, 0, &to, &room);
            table[(lead - 0x80) * 256 + trail] = r == 0 && n == 0 && room == sizeof out - 4 ? out[0] : 0;
        }
    iconv_close(cd);
    return 1;
}
