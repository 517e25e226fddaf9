// The loops of Tests/TraceTests/Kernels.swift in C, for comparison: cc -O2 -o /tmp/kernels Benchmarks/trace-kernels.c -lm && /tmp/kernels
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec + t.tv_nsec * 1e-9; }
#define OPAQUE(x) __asm__ volatile("" : "+r"(x))
#define OPAQUED(x) __asm__ volatile("" : "+x"(x))
#define REPORT(name, r) printf("%s seconds %.3f result %.15g\n", name, now() - start, (double)(r))
typedef struct { double x[3], v[3], m; } Body;
int main(void) {
    double start;
    { int64_t n = 100000000, s = 0; OPAQUE(n); start = now(); for (int64_t i = 0; i < n; i++) { s += i; OPAQUE(s); } REPORT("sum", s); }
    { int64_t n = 100000000, s = 1; OPAQUE(n); start = now(); for (int64_t i = 0; i < n; i++) s = ((s * 3 + i) ^ s) & 0xFFFFFFF; REPORT("hash", s); }
    { int64_t n = 100000000, c = 1; OPAQUE(n); start = now(); for (int64_t i = 0; i < n; i++) c = c % 7 + i / 3; REPORT("divide", c); }
    { int64_t n = 100000000; double x = 0.25; OPAQUE(n); start = now(); for (int64_t i = 0; i < n; i++) x = x * 0.5 + 1.25; REPORT("affine", x); }
    { int64_t n = 100000000; double zr = 0, zi = 0, cr = -0.1, ci = 0.1; OPAQUE(n); OPAQUED(cr); OPAQUED(ci); start = now();
      for (int64_t i = 0; i < n; i++) { double r2 = zr * zr, i2 = zi * zi; if (!(r2 + i2 <= 4)) break; double t = r2 - i2 + cr; zi = 2 * zr * zi + ci; zr = t; }
      REPORT("mandelbrot", zr); }
    { int64_t n = 50000000, i = 5; double s = 0, *u = malloc(8192); for (int k = 0; k < 1024; k++) u[k] = k; OPAQUE(n); OPAQUE(i); start = now();
      for (int64_t j = 0; j < n; j++) s += u[j & 1023] / (double)((i + j) * (i + j + 1) / 2 + i + 1); REPORT("spectral", s); }
    { int64_t n = 50000000, s = 0, *a = malloc(8192); for (int k = 0; k < 1024; k++) a[k] = k; OPAQUE(n); start = now();
      for (int64_t i = 0; i < n; i++) { s += a[i & 1023]; a[i & 1023] = i; } REPORT("items", s); }
    { int64_t n = 20000000; double dt = 0.001; Body *p = malloc(sizeof *p), *q = malloc(sizeof *q); *p = (Body){{1, 2, 3}, {0.1, 0.2, 0.3}, 5}; *q = (Body){{-1, -2, -3.5}, {0.01, -0.2, 0.5}, 7};
      OPAQUE(n); OPAQUE(p); OPAQUE(q); start = now();
      for (int64_t i = 0; i < n; i++) {
          double dx = p->x[0] - q->x[0], dy = p->x[1] - q->x[1], dz = p->x[2] - q->x[2], s = dx * dx + dy * dy + dz * dz, mag = dt / (s * sqrt(s)), bp = p->m * mag, bq = q->m * mag;
          p->v[0] -= dx * bq; p->v[1] -= dy * bq; p->v[2] -= dz * bq; q->v[0] += dx * bp; q->v[1] += dy * bp; q->v[2] += dz * bp;
          for (int k = 0; k < 3; k++) p->x[k] += dt * p->v[k];
          for (int k = 0; k < 3; k++) q->x[k] += dt * q->v[k];
      }
      REPORT("nbody", p->x[0]); }
    { int64_t n = 100000000; double x = 1, y = 2; OPAQUE(n); start = now(); for (int64_t i = 0; i < n; i++) { x += (double)i; y *= 0.5; } REPORT("points", x + y * 0); }
    return 0;
}
