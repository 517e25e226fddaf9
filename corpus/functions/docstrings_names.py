def plain(): pass
print(plain.__annotate__, plain.__annotations__)
class A:
    "  doc\n    more\n\n      x"
    __p = 1
    def __init__(self, __q=2): self.__x = __q; self.y = 1
    def get(self):
        "one\n        two\n        "
        return self.__x + self.__p, __class__
    def g[T](self, a: T) -> 'A': 
        global zz
        def zz(): pass
        class L: 
            def m(self): pass
        return L.m.__qualname__, zz.__qualname__, [x for x in range(3)]
class B[T](A):
    x: T
    type Z = T
    def f(self, q: Z = 1): return self.__y
print(A.__doc__.__repr__(), A.get.__doc__, A.__static_attributes__, A().get(), A().g(1), A.g.__annotations__, B.__type_params__, B.__annotations__, B.f.__annotations__)
try: B().f()
except AttributeError as e: print(e)
import os.path, xml.dom.minidom as md
print(os.path.__name__, md.__name__)
def deco(f): return f
def outer():
    'd\u00e9\n  x'
    é = 1
    def inner(): return é
    return inner
print(outer.__doc__, outer().__qualname__, outer()(), outer().__code__.co_freevars)
outer.__doc__ = None; print(outer.__doc__); del outer.__doc__; print(outer.__doc__)
def f(): "a"
f.__code__ = (lambda: 1).__code__
print(f.__doc__, (lambda: 1).__doc__)
