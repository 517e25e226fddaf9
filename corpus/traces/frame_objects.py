"""Frame objects of calls that a trace has inlined keep the variables when the call ends, whether somebody asked for them before or not."""
import sys
saved = []
asks = False
def keep(n):
    if asks and n % 7 < 3: saved.append(sys._getframe(1))
    return n
def f(i):
    x = i * 2
    keep(i)
    return x
def g(i):
    try: v = f(i)
    except ValueError: return None
    else:
        if v is not None: return v + 1
def main(n):
    global asks
    t = 0
    for i in range(n):
        if i == n // 2: asks = True
        t += g(i)
    return t
print(main(6000), len(saved), sum(s.f_locals['x'] for s in saved), saved[0].f_locals, saved[-1].f_locals)
h = f
def other(n):
    t = 0
    for i in range(n): t += (lambda: h(i))() + keep(i)
    return t
print(other(3000), len(saved), sorted({s.f_code.co_name for s in saved}), [s.f_locals['i'] for s in saved[-4:]])
