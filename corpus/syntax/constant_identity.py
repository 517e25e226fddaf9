"""Equal constants of a module are one object."""
import warnings
a="hello world!"; b="hello world!"; print(a is b)
x=(1,2); y=(1,2); print(x is y)
def f(): return (1,2,"a")
def g(): return (1,2,"a")
print(f() is g(), f() is f())
print((1,) is (1,), (1,) is (1.0,), b"a!" is b"a!", 10**30 is 10**30, 1000000000000000000000 is 1000000000000000000000)
c=1e10; d=1e10; print(c is d, 1j is 1j)
s="a"*3; t="aaa"; print(s is t)
s="ab c"*2; t="ab cab c"; print(s is t)
print(-5 is -5, "" is "", () is (), frozenset() is frozenset())
