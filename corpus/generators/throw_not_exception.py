# What `throw` makes of a class whose call gives no exception; attributes of nested classes; length hints that fail.
class E(Exception):
    def __new__(cls, *a): return cls
class F(Exception):
    def __new__(cls, *a): return 5
def g(): yield
for c in (E, F):
    it = g()
    try:
        it.throw(c)
    except TypeError as e:
        print(str(e).replace("__main__.", ""))
class C:
    def f(self): self.x = self.y = 1
    class D:
        def g(self): self.y = self.z = 1
print(sorted(C.__static_attributes__), sorted(C.D.__static_attributes__))
class Bad:
    def __init__(self): self.i = iter(range(3))
    def __iter__(self): return self.i
    def __len__(self): raise RuntimeError("hint")
for make in (bytearray().extend, list, [].extend):
    try:
        make(Bad())
    except RuntimeError as e:
        print(e)
import ast
tree = ast.parse("(a := 1)")
tree.body[0].value.target = ast.Constant(1)
try:
    compile(ast.fix_missing_locations(tree), "f", "exec")
except TypeError as e:
    print(e)
