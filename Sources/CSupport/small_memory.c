// malloc for small sizes, and the C library's own for all others.
//
// A program of a few statements makes tens of thousands of small objects that live to its end (nodes of its syntax, descriptions
// of types), and it makes them through malloc. Here such a block costs a few instructions and no header: sizes up to LARGEST are
// rounded up to 16 bytes; every size has chunks of CHUNK bytes, cut off one range that is reserved once, and a list of free blocks in
// each thread. Which chunk an address lies in tells its size; an address outside the range belongs to the C library.
//
// Invariants: a thread's lists and chunks are touched by that thread only; a block may be freed by any thread and then is that
// thread's. What a thread leaves behind at its end goes to lists that all share, under the lock, which no one holds across a fork.
// Chunks are not given back. Rejected: replacing the C library's allocator for large sizes as well, which is good at them.
#define _GNU_SOURCE
#include "memory_shim.h"
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

#ifdef __GLIBC__
enum { LARGEST = 512, CLASSES = LARGEST / 16, CHUNK_BITS = 13, CHUNK = 1 << CHUNK_BITS };
// Pages are asked for this many bytes at a time: all at once costs a fraction of a fault a page.
enum { AHEAD = 128 << 10, HUGE = 2 << 20 };
#define RANGE ((size_t)1 << 35)
#define LEAST_RANGE ((size_t)1 << 26)

extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t), *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

// A free block. `more`: in the first of a list that a thread left behind, the next such list.
struct block { struct block *next, *more; };
// What a thread left of a chunk.
struct rest { struct rest *next; char *end; };
struct cache { struct block *free[CLASSES]; char *at[CLASSES], *end[CLASSES]; int known; };
static __thread struct cache cache __attribute__((tls_model("initial-exec")));

// The range: [base, next) is cut into chunks, [next, ready) has its pages. `size` is 0 before the first use and where the system
// gives no range; then the C library does it all.
static char *base, *next_chunk, *ready;
static size_t size;
static int tried;
static uint8_t class_of[RANGE >> CHUNK_BITS];
static struct block *shared[CLASSES];
static struct rest *rests[CLASSES];
// How many shared blocks a thread takes at once.
enum { PORTION = 32 };
static atomic_flag lock = ATOMIC_FLAG_INIT;
static pthread_key_t key;
static int has_key;

static void take(void) { while (atomic_flag_test_and_set_explicit(&lock, memory_order_acquire)) sched_yield(); }
static void give(void) { atomic_flag_clear_explicit(&lock, memory_order_release); }

static void thread_ends(void *unused) {
    (void)unused;
    take();
    // As lists, not block by block: programs that start many threads would look at all that these left each time.
    for (int k = 0; k < CLASSES; k++) {
        struct block *b = cache.free[k];
        if (b) { b->more = shared[k]; shared[k] = b; cache.free[k] = NULL; }
        struct rest *r = (struct rest *)cache.at[k];
        if (r && (size_t)(cache.end[k] - cache.at[k]) >= (size_t)(k + 1) * 16) { r->next = rests[k]; r->end = cache.end[k]; rests[k] = r; }
        cache.at[k] = cache.end[k] = NULL;
    }
    cache.known = 0;
    give();
}
__attribute__((constructor)) static void prepare(void) {
    has_key = pthread_key_create(&key, thread_ends) == 0;
    pthread_atfork(take, give, give);
}
static void reserve(void) {
    tried = 1;
    // Under a limit on address space a small share of it.
    struct rlimit r;
    size_t n = RANGE;
    if (getrlimit(RLIMIT_AS, &r) == 0 && r.rlim_cur != RLIM_INFINITY && r.rlim_cur / 16 < n) n = r.rlim_cur / 16;
    if (getrlimit(RLIMIT_DATA, &r) == 0 && r.rlim_cur != RLIM_INFINITY && r.rlim_cur / 16 < n) n = r.rlim_cur / 16;
    n &= ~(size_t)(HUGE - 1);
    if (n < LEAST_RANGE) return;
    char *p = mmap(NULL, n + HUGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED) return;
    base = next_chunk = ready = (char *)(((uintptr_t)p + HUGE - 1) & ~(uintptr_t)(HUGE - 1));
    size = n;
    // A start fills the first two megabytes: as one page where the system has such pages.
    madvise(base, HUGE, MADV_HUGEPAGE);
}
// The first block of a class when the thread's list is empty and its chunk used up; NULL where the range is.
static __attribute__((noinline)) void *refill(int k) {
    if (!cache.known) { cache.known = 1; if (has_key) pthread_setspecific(key, &cache); }
    struct block *b;
    take();
    if (!tried) reserve();
    if ((b = shared[k])) {
        struct block *last = b, *more = b->more;
        for (int n = PORTION; n > 1 && last->next; n--) last = last->next;
        if (last->next) { shared[k] = last->next; last->next->more = more; } else shared[k] = more;
        last->next = NULL;
        give();
        cache.free[k] = b->next;
        return b;
    }
    size_t step = (size_t)(k + 1) * 16;
    struct rest *r = rests[k];
    if (r) {
        rests[k] = r->next;
        give();
        cache.at[k] = (char *)r + step;
        cache.end[k] = r->end;
        return r;
    }
    char *p = next_chunk;
    if (!size || p + CHUNK > base + size) { give(); return NULL; }
    if (p == ready) { ready = p + AHEAD; madvise(p, AHEAD, 23 /* MADV_POPULATE_WRITE; older kernels refuse, and it does no harm */); }
    next_chunk = p + CHUNK;
    class_of[(size_t)(p - base) >> CHUNK_BITS] = (uint8_t)k;
    give();
    cache.at[k] = p + step;
    cache.end[k] = p + CHUNK;
    return p;
}
static inline int is_ours(const void *p) { return (size_t)((const char *)p - base) < size; }
static inline int class_at(const void *p) { return class_of[(size_t)((const char *)p - base) >> CHUNK_BITS]; }

void *malloc(size_t n) {
    if (__builtin_expect(n <= LARGEST, 1)) {
        int k = n ? (int)((n - 1) >> 4) : 0;
        struct block *b = cache.free[k];
        if (b) { cache.free[k] = b->next; return b; }
        char *p = cache.at[k];
        size_t step = (size_t)(k + 1) * 16;
        // (Both are NULL before the first chunk.)
        if (__builtin_expect((size_t)(cache.end[k] - p) >= step, 1)) { cache.at[k] = p + step; return p; }
        void *q = refill(k);
        if (q) return q;
    }
    return __libc_malloc(n);
}
// Whoever asks for no more than malloc's own alignment.
static void *aligned(size_t alignment, size_t n) { return alignment <= 16 ? malloc(n) : __libc_memalign(alignment, n); }
int posix_memalign(void **out, size_t alignment, size_t n) {
    if (alignment < sizeof(void *) || (alignment & (alignment - 1))) return EINVAL;
    void *p = aligned(alignment, n);
    if (!p) return ENOMEM;
    *out = p;
    return 0;
}
void *memalign(size_t alignment, size_t n) { return aligned(alignment, n); }
void *aligned_alloc(size_t alignment, size_t n) {
    if (!alignment || (alignment & (alignment - 1))) { errno = EINVAL; return NULL; }
    return aligned(alignment, n);
}
void free(void *p) {
    if (__builtin_expect(is_ours(p), 1)) {
        int k = class_at(p);
        struct block *b = p;
        b->next = cache.free[k];
        cache.free[k] = b;
    } else __libc_free(p);
}
void *calloc(size_t n, size_t each) {
    size_t all;
    if (__builtin_mul_overflow(n, each, &all)) { errno = ENOMEM; return NULL; }
    if (all > LARGEST) return __libc_calloc(n, each);
    void *p = malloc(all);
    // (Or the compiler makes a call of calloc of these two.)
    __asm__("" : "+r"(p));
    return p ? memset(p, 0, all) : p;
}
void *realloc(void *p, size_t n) {
    if (!p) return malloc(n);
    if (!is_ours(p)) return __libc_realloc(p, n);
    if (!n) { free(p); return NULL; }
    size_t had = (size_t)(class_at(p) + 1) * 16;
    if (n <= had && n + 64 > had) return p;
    void *q = malloc(n);
    if (!q) return NULL;
    memcpy(q, p, had < n ? had : n);
    free(p);
    return q;
}
size_t malloc_usable_size(void *p) {
    static size_t (*of_library)(void *);
    if (!p) return 0;
    if (is_ours(p)) return (size_t)(class_at(p) + 1) * 16;
    if (!of_library) of_library = (size_t (*)(void *))dlsym(RTLD_NEXT, "malloc_usable_size");
    return of_library ? of_library(p) : 0;
}
size_t dx_small_memory(void) { return (size_t)(next_chunk - base); }
#else
size_t dx_small_memory(void) { return 0; }
#endif
