# Beside a union any operand of | is accepted; generic aliases are no classes; what substitution checks.
import types
from typing import Generic, ParamSpec, TypeVar

def show(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)

show(lambda: (int | str) | 5)
show(lambda: "a" | (int | str))
show(lambda: int | "a")
show(lambda: iter(int | str))
show(lambda: issubclass(list[int], object))
show(lambda: list[int].__bases__)
show(lambda: ParamSpec("P", bound=[int]).__bound__)
T, U, S = TypeVar("T"), TypeVar("U"), TypeVar("S", default=str)
class A(Generic[T, U, S]):
    pass
show(lambda: A[int])
P = ParamSpec("P")
def f():
    class X(P.args):
        pass
show(f)
def f():
    class X(P.kwargs):
        pass
show(f)

class Parameter:
    def __repr__(self):
        return "parameter"
first, late = Parameter(), Parameter()
first.__typing_subst__ = lambda v: v
alias = types.GenericAlias(dict, (first, late))
print(alias.__parameters__)
late.__typing_subst__ = lambda v: v
show(lambda: alias[0])

class Evil:
    __typing_is_unpacked_typevartuple__ = True
    def __typing_prepare_subst__(*_):
        return None
    def __typing_subst__(*_):
        return 42
type name[*_] = 0
show(lambda: name[Evil()][0])
deep = [0]
for _ in range(200_000):
    deep = [deep]
try:
    list[deep].__parameters__
except RecursionError as e:
    print("RecursionError", str(e).endswith(" in __parameter__ calculation"))
