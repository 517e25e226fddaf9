"""Which classes may take the place of a base, and what is said of the others."""


class A: pass
class B: pass
class C(A): pass
class S: __slots__ = ("a",)
class S2: __slots__ = ("a",)
class S3: __slots__ = ("b",)
class I(int): pass
class D(S): pass
class E(S): __slots__ = ()
class W: __slots__ = ("__weakref__",)
class X(list): pass
class F(Exception): pass


def show(c, *b):
    try:
        c.__bases__ = b
        print(c.__bases__)
    except TypeError as e:
        print(e)


show(C, B)
for b in (S, I, int, W, object, type, F, B):
    show(C, b)
for b in (S2, S3, A, S):
    show(D, b)
d = D()
d.a = 3
print(d.a)
show(D, S2)
for b in (S2, A):
    show(E, b)
for b in (dict, object, list):
    show(X, b)
for b in (str, bool):
    show(I, b)
for b in (ValueError, OSError, A):
    show(F, b)
show(A, B)
show(C, S, I)
