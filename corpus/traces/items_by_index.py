# What lies in containers that a trace makes, by an index that changes: the objects in them are not unlike what is found there.
class O:
    def __init__(self, v): self.v = v
def f(n):
    c = 0
    for i in range(n):
        a = [1]; b = [2]
        l = [a, b]
        if l[i & 1] is a: c += 1
    return c
def g(n):
    c = 0
    for i in range(n):
        a = O(1); b = O(2)
        l = (a, b)
        if l[i % 2] is b: c += 1
    return c
def h(n):
    c = 0
    for i in range(n):
        a = O(1); b = O(2)
        l = [a, b]
        x = l[(i >> 3) & 1]
        if x is a: c += 1
        if x == b: c += 10
    return c
def k(n):
    c = 0
    for i in range(n):
        a = O(i); b = O(2)
        l = [a, b]
        j = (i >> 6) & 1
        l[j].v = 7
        c += a.v
    return c
def m(n):
    c = 0
    for i in range(n):
        l = [i, None]
        l[1] = l
        j = (i >> 6) & 1
        if l[j] is l: c += 1
    return c
for q in f, g, h, k, m: print(q.__name__, q(5000))
