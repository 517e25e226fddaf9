#define _GNU_SOURCE
#include "include/stack.h"
#include <pthread.h>
#include <setjmp.h>
#include <string.h>

__thread void *dx_thread_word = 0;

__attribute__((noinline)) void dx_with_stack(void *bottom, void *context, void (*visit)(void *, void *, void *)) {
    jmp_buf registers;
    __builtin_unwind_init();
    setjmp(registers);
    visit(context, (void *)&registers, bottom);
}

__attribute__((noinline)) void dx_clear_stack_below(void) {
    char dead[4 << 10];
    memset(dead, 0, sizeof dead);
    __asm__ volatile("" : : "r"(dead) : "memory");
}

__attribute__((noinline)) void dx_clear_stack_deep(void) {
    char dead[64 << 10];
    memset(dead, 0, sizeof dead);
    __asm__ volatile("" : : "r"(dead) : "memory");
}

void *dx_stack_bottom(void) {
    pthread_attr_t attributes;
    void *low;
    unsigned long size;
    pthread_getattr_np(pthread_self(), &attributes);
    pthread_attr_getstack(&attributes, &low, &size);
    pthread_attr_destroy(&attributes);
    return (char *)low + size;
}

/* The program's static memory that can be written, [low, high), and where its image begins. */
extern char __data_start[], _end[], __executable_start[];
void *dx_static_memory(void **low, void **high) {
    *low = (void *)(((unsigned long)__data_start + 7) & ~7UL);
    *high = (void *)((unsigned long)_end & ~7UL);
    return __executable_start;
}
