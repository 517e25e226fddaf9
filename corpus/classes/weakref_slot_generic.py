# `__weakref__` in slots below a generic class without one.
from typing import Generic, TypeVar
import weakref

T = TypeVar("T")


class Memo:
    __slots__ = ()


class Base(Memo, Generic[T]):
    __slots__ = ("ref",)


class Leaf(Base[T]):
    __slots__ = ("a", "__weakref__")


try:
    weakref.ref(Base())
except TypeError as e:
    print(e)
print(Generic.__weakrefoffset__, bool(weakref.ref(Leaf())))
