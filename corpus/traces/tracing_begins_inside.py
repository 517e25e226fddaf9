# Tracing begins in an inlined call of a trace: what called it goes on behind the call.
import sys

def tracer(frame, event, arg):
    return tracer

def nothing():
    pass

def innermost(x, k):
    sys.settrace(table[x == k])
    nothing()
    return x + 1

def inner(x, k):
    y = innermost(x, k)
    return y * 2

table = [None, tracer]

class O:
    pass

def outer(o, x, k):
    try:
        o.a = inner(x, (lambda: (k, o))()[0])
    finally:
        o.b = x
    return o.a

def loop(n, k):
    o = O()
    total = 0
    for i in range(n):
        total += outer(o, i, k)
    sys.settrace(None)
    return total

# All codes are prepared for tracing.
sys.settrace(tracer)
print(loop(3, 1))
for k in (2000, 4000, 5000, 2999, 4500, 100, 3100, 3500):
    print(k, loop(5001, k))
