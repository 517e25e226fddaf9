# Instances of generic classes are copied and pickled like any other.
import copy
import pickle
from typing import Generic, TypeVar

T = TypeVar("T")


class Field(Generic[T]):
    def __init__(self, n):
        self.n = n


class Slotted(Generic[T]):
    __slots__ = ("a",)


print(copy.copy(Field[int](3)).n, copy.deepcopy(Field([1])).n, pickle.loads(pickle.dumps(Field(4))).n)
s = Slotted()
s.a = 5
print(copy.copy(s).a)
