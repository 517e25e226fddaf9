// System calls that take variable arguments or macros, signal delivery, and the child's half of fork_exec.
#pragma once
#include <libintl.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/xattr.h>
#include <sys/statvfs.h>
#include <signal.h>

static inline void dx_atomic_or(long *p, long bits) { __atomic_fetch_or(p, bits, __ATOMIC_SEQ_CST); }
static inline long dx_atomic_exchange(long *p, long v) { return __atomic_exchange_n(p, v, __ATOMIC_SEQ_CST); }

int dx_open(int directory, const char *path, int flags, int mode);
int dx_fcntl(int fd, int command, long argument);
int dx_fcntl_pointer(int fd, int command, void *argument);
int dx_ioctl(int fd, unsigned long request, long argument);
int dx_ioctl_pointer(int fd, unsigned long request, void *argument);

/// Installs the handler that only marks SIGNUM as pending (how: 0 SIG_DFL, 1 SIG_IGN, 2 ours); 0 or -1 with errno.
int dx_signal_install(int signum, int how);
/// What the process inherited: 0 SIG_DFL, 1 SIG_IGN, 2 anything else.
int dx_signal_disposition(int signum);
/// Where pending signals are announced: the word of the main thread and the bits to set in it.
void dx_signal_target(long *word, long bits, unsigned long thread);
/// Takes the mark of SIGNUM: whether it was pending.
int dx_signal_take(int signum);
void dx_signal_set_pending(int signum);
/// The descriptor that each signal's number is written to, -1: none. Returns the old one.
int dx_signal_wakeup(int fd, int warn);

/// Calls BODY(CONTEXT) with the registers spilled to the stack at an address handed over as MARK, which bounds all live words of the caller.
void dx_parked(void *context, void (*body)(void *context, void *mark));

typedef struct {
    char *const *exec_array; char *const *argv; char *const *envp; const char *cwd;
    int p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite, errpipe_read, errpipe_write;
    int close_fds, restore_signals, call_setsid; int pgid_to_set; long gid; int groups_size; const gid_t *groups; long uid; int child_umask;
    const int *keep; long keep_count;
    /// Runs in the child before exec; non-zero: it failed.
    int (*preexec)(void *); void *preexec_context;
} dx_fork_exec;
/// Forks and executes; the child's pid, or -1 with errno. Errors in the child are reported through errpipe_write as subprocess expects.
int dx_fork_exec_run(const dx_fork_exec *what);
char **dx_environ(void);
/// The directory entry's name, kind (d_type) and inode.
const char *dx_entry_name(void *entry, int *kind, unsigned long *inode);
long dx_syscall3(long number, long a, long b, long c);
#include <spawn.h>
int dx_spawn_close_from(posix_spawn_file_actions_t *actions, int first);
int dx_fork(void);
int dx_openpty(int *master, int *slave);
// Makes FD the controlling terminal of a new session, and its standard streams.
int dx_login_tty(int fd);
int dx_system(const char *command);
static inline int dx_statvfs(const char *path, struct statvfs *s) { return statvfs(path, s); }

// glibc shows these only under a feature macro.
int pipe2(int descriptors[2], int flags);
int dup3(int from, int to, int flags);
int posix_openpt(int flags);
int grantpt(int fd);
int unlockpt(int fd);
char *ptsname(int fd);
int eventfd(unsigned int initial, int flags);
static inline long dx_copy_file_range(int from, long *from_at, int to, long *to_at, size_t count, unsigned flags) {
    extern ssize_t copy_file_range(int, off_t *, int, off_t *, size_t, unsigned);
    return copy_file_range(from, from_at, to, to_at, count, flags);
}
static inline long dx_splice(int from, long *from_at, int to, long *to_at, size_t count, unsigned flags) {
    extern ssize_t splice(int, off_t *, int, off_t *, size_t, unsigned);
    return splice(from, from_at, to, to_at, count, flags);
}
struct iovec;
/// `preadv2`, or with WRITING `pwritev2`.
static inline long dx_vectored(int writing, int fd, const struct iovec *parts, int count, long at, int flags) {
    extern ssize_t preadv2(int, const struct iovec *, int, off_t, int), pwritev2(int, const struct iovec *, int, off_t, int);
    return writing ? pwritev2(fd, parts, count, at, flags) : preadv2(fd, parts, count, at, flags);
}
#include <pthread.h>
#include <semaphore.h>
#include <time.h>
/// Takes the semaphore; waits until the monotonic time DEADLINE (nanoseconds; negative: forever; 0: does not wait). 0, or an errno (ETIMEDOUT, EINTR).
int dx_semaphore_take(sem_t *s, long deadline);
/// Starts a detached thread with STACK bytes of stack (0: the system's default).
int dx_thread_start(size_t stack, void *(*body)(void *), void *context, unsigned long *identity);
/// Blocks all signals in the calling thread; the mask before goes to OLD.
void dx_block_signals(sigset_t *old);
void dx_restore_signals(const sigset_t *old);
void dx_set_thread_name(const char *name);
int dx_thread_name(unsigned long identity, char *name, size_t room);
#include <sys/time.h>
int dx_raise(int signum);
int dx_setitimer(int which, const struct itimerval *value, struct itimerval *old);
int dx_getitimer(int which, struct itimerval *value);
long dx_syscall4(long number, long a, long b, long c, long d);
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <netinet/in.h>
#include <netdb.h>
#include <net/if.h>
#include <arpa/inet.h>
/// `dlsym` for names that are constants of the program: each is looked up once.
void *dx_symbol(void *library, const char *name);
int dx_flock(int fd, int operation);
int dx_getrusage(int who, struct rusage *usage);
int dx_prlimit(int pid, int which, const struct rlimit *limits, struct rlimit *old);
/// Sends (or receives) one message with control data; the plain calls take Swift-friendly types.
int dx_accept4(int fd, void *address, unsigned *length, int flags);
int dx_socket_connect(int fd, const void *address, unsigned length);
int dx_socket_bind(int fd, const void *address, unsigned length);
int dx_socket_name(int fd, int peer, void *address, unsigned *length);
long dx_recvfrom(int fd, void *data, size_t n, int flags, void *address, unsigned *length);
long dx_sendto(int fd, const void *data, size_t n, int flags, const void *address, unsigned length);
int dx_getnameinfo(const void *address, unsigned length, char *host, unsigned host_size, char *service, unsigned service_size, int flags);
static inline struct if_nameindex *dx_if_nameindex(void) { return if_nameindex(); }

/// `sem_open`, `syslog` and `sem_timedwait` on a named semaphore: variadic, or types that Swift does not see.
void *dx_named_semaphore(const char *name, int create, unsigned value);
void dx_syslog(int priority, const char *text);
/// Fills TABLE (128 rows of 256) with what CHARSET's sequences [prefix] lead trail stand for, leads from 0x80; 0 where they are no character.
/// 0: the C library does not know the charset.
int dx_charset_table(const char *charset, int prefix, uint32_t *table);
