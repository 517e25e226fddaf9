"""Frame objects of calls that a trace has inlined keep the variables when the call ends."""
import sys
saved = []
def keep(n):
    if n % 100 == 0: saved.append(sys._getframe(1))
    return n
def f(i):
    x = i * 2
    keep(i)
    return x
def main():
    t = 0
    for i in range(20000):
        t += f(i)
    return t
print(main())
print(sum(s.f_locals['x'] for s in saved), len(saved), saved[150].f_locals)
