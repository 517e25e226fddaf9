#define _GNU_SOURCE
#include "include/fault.h"
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define SIGNALS 65
static const int fatal[] = {SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGSEGV};
enum { FATAL = sizeof fatal / sizeof fatal[0] };
static struct sigaction before[SIGNALS];
static volatile sig_atomic_t is_fatal[SIGNALS], is_chosen[SIGNALS], chains[SIGNALS];
static dx_fault_dump fatal_dump, chosen_dump[SIGNALS];

static void on_fatal(int signum) {
    int saved = errno;
    // A fault while dumping ends the process at once.
    for (int i = 0; i < FATAL; i++)
        if (is_fatal[fatal[i]]) { is_fatal[fatal[i]] = 0; sigaction(fatal[i], &before[fatal[i]], 0); }
    fatal_dump(signum);
    errno = saved;
    raise(signum);
}
int dx_fault_enable(dx_fault_dump dump) {
    fatal_dump = dump;
    struct sigaction a;
    memset(&a, 0, sizeof a);
    a.sa_handler = on_fatal;
    sigemptyset(&a.sa_mask);
    a.sa_flags = SA_NODEFER | SA_ONSTACK;
    for (int i = 0; i < FATAL; i++) {
        int s = fatal[i];
        if (is_fatal[s]) continue;
        if (sigaction(s, &a, &before[s])) return errno;
        is_fatal[s] = 1;
        // A crash reporter of the language runtime has nothing to add.
        if (before[s].sa_handler != SIG_IGN) { memset(&before[s], 0, sizeof before[s]); before[s].sa_handler = SIG_DFL; }
    }
    return 0;
}
void dx_fault_disable(void) {
    for (int i = 0; i < FATAL; i++)
        if (is_fatal[fatal[i]]) { is_fatal[fatal[i]] = 0; sigaction(fatal[i], &before[fatal[i]], 0); }
}
static int install(int signum, struct sigaction *old);
static void on_chosen(int signum) {
    int saved = errno;
    if (!is_chosen[signum]) return;
    chosen_dump[signum](signum);
    if (chains[signum]) {
        sigaction(signum, &before[signum], 0);
        errno = saved;
        raise(signum);
        install(signum, 0);
    }
    errno = saved;
}
static int install(int signum, struct sigaction *old) {
    struct sigaction a;
    memset(&a, 0, sizeof a);
    a.sa_handler = on_chosen;
    sigemptyset(&a.sa_mask);
    a.sa_flags = SA_RESTART | SA_ONSTACK | (chains[signum] ? SA_NODEFER : 0);
    return sigaction(signum, &a, old) ? errno : 0;
}
int dx_fault_register(int signum, int chain, dx_fault_dump dump) {
    chains[signum] = chain;
    chosen_dump[signum] = dump;
    int r = install(signum, is_chosen[signum] ? 0 : &before[signum]);
    if (r == 0) is_chosen[signum] = 1;
    return r;
}
int dx_fault_unregister(int signum) {
    if (!is_chosen[signum]) return 0;
    is_chosen[signum] = 0;
    sigaction(signum, &before[signum], 0);
    return 1;
}

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static struct { long microseconds; int repeat, exits; dx_fault_dump dump; unsigned long turn; int active; } later;

static void *wait_for_it(void *context) {
    unsigned long turn = (unsigned long)context;
    pthread_mutex_lock(&mutex);
    do {
        struct timespec end;
        clock_gettime(CLOCK_REALTIME, &end);
        end.tv_sec += later.microseconds / 1000000;
        end.tv_nsec += later.microseconds % 1000000 * 1000;
        if (end.tv_nsec >= 1000000000) { end.tv_nsec -= 1000000000; end.tv_sec++; }
        int r = 0;
        while (later.turn == turn && later.active && r != ETIMEDOUT) r = pthread_cond_timedwait(&changed, &mutex, &end);
        if (later.turn != turn || !later.active) break;
        later.dump(0);
        if (later.exits) _exit(1);
    } while (later.repeat);
    if (later.turn == turn) later.active = 0;
    pthread_mutex_unlock(&mutex);
    return 0;
}
int dx_fault_later(long microseconds, int repeat, int exits, dx_fault_dump dump) {
    pthread_mutex_lock(&mutex);
    later.microseconds = microseconds; later.repeat = repeat; later.exits = exits; later.dump = dump;
    later.turn++; later.active = 1;
    pthread_cond_broadcast(&changed);
    unsigned long turn = later.turn;
    pthread_mutex_unlock(&mutex);
    pthread_t t;
    pthread_attr_t a;
    sigset_t all, old;
    pthread_attr_init(&a);
    pthread_attr_setdetachstate(&a, PTHREAD_CREATE_DETACHED);
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &old);
    int r = pthread_create(&t, &a, wait_for_it, (void *)turn);
    pthread_sigmask(SIG_SETMASK, &old, 0);
    pthread_attr_destroy(&a);
    return r;
}
void dx_fault_cancel(void) {
    pthread_mutex_lock(&mutex);
    later.active = 0;
    later.turn++;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&mutex);
}

void dx_fault_c_stack(int fd) {
    void *frames[34];
    int n = backtrace(frames, 34);
    char line[600];
    for (int i = 1; i < n && i < 33; i++) {
        Dl_info info;
        int length;
        if (!dladdr(frames[i], &info) || !info.dli_fname) length = snprintf(line, sizeof line, "  Binary file \"<unknown>\" [%p]\n", frames[i]);
        else if (info.dli_sname) length = snprintf(line, sizeof line, "  Binary file \"%s\", at %s+0x%lx [%p]\n", info.dli_fname, info.dli_sname, (unsigned long)((char *)frames[i] - (char *)info.dli_saddr), frames[i]);
        else length = snprintf(line, sizeof line, "  Binary file \"%s\", at +0x%lx [%p]\n", info.dli_fname, (unsigned long)((char *)frames[i] - (char *)info.dli_fbase), frames[i]);
        if (length >= (int)sizeof line) length = sizeof line - 1;
        if (write(fd, line, length) < 0) return;
    }
    if (n == 34 && write(fd, "  <truncated rest of calls>\n", 28) < 0) return;
}
void dx_fault_read_null(void) { *(volatile int *)0; }

static __thread void *signal_stack;
void dx_fault_stack(void) {
    if (signal_stack) return;
    stack_t s;
    memset(&s, 0, sizeof s);
    s.ss_size = 64 << 10;
    s.ss_sp = signal_stack = malloc(s.ss_size);
    if (signal_stack) sigaltstack(&s, 0);
}
