#pragma once
/// Spills the callee-saved registers and hands the live part of the calling thread's stack, [low, bottom), to `visit`.
void dx_with_stack(void *bottom, void *context, void (*visit)(void *context, void *low, void *high));
/// Clears what returned calls left below the caller's frame: a scan from there would find objects that nothing holds any more.
void dx_clear_stack_below(void);
/// The same for 64 KB: what dies in the collection that follows leaves no address in what later frames will lie over, so that nothing
/// refers to a new object in an old one's place.
void dx_clear_stack_deep(void);
/// The highest address of the calling thread's stack.
void *dx_stack_bottom(void);
/// One word a thread: the runtime's thread state.
extern __thread void *dx_thread_word __attribute__((tls_model("initial-exec")));
static inline void *dx_thread(void) { return dx_thread_word; }
static inline void dx_set_thread(void *state) { dx_thread_word = state; }
/// An address within the caller's native stack frame.
static inline void *dx_frame_address(void) { return __builtin_frame_address(0); }
/// The program's static memory that can be written, [low, high), and where its image begins.
void *dx_static_memory(void **low, void **high);
