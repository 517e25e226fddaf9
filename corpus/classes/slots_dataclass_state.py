# A dataclass with slots is made from the dictionary of another class, whose own descriptors must not come along.
import copy, pickle, sys, weakref
from dataclasses import dataclass
@dataclass(slots=True)
class Place:
    file: str
    line: int
    column: int | None = None
@dataclass(slots=True, frozen=True)
class Fixed:
    a: int
    b: str = "x"
@dataclass(slots=True, weakref_slot=True)
class Weak:
    a: int = 1
@dataclass(slots=True)
class Derived(Place):
    more: list = None
for o in Place("f", 1), Fixed(1), Weak(), Derived("g", 2, 3, []):
    print(sorted(type(o).__dict__), type(o).__slots__)
    for p in range(2, 6): print(p, o.__reduce_ex__(p)[1:], pickle.loads(pickle.dumps(o, p)) == o)
    print(copy.copy(o) == o, copy.deepcopy(o) == o, copy.deepcopy([o, o]))
    try: print(o.__dict__)
    except AttributeError as e: print(e)
    try: print(weakref.ref(o)() is o)
    except TypeError as e: print(e)
class Plain: pass
print('__dict__' in Plain.__dict__, '__weakref__' in Plain.__dict__)
sys._clear_type_descriptors(Plain)
print('__dict__' in Plain.__dict__, '__weakref__' in Plain.__dict__)
for wrong in 3, None, int:
    try: sys._clear_type_descriptors(wrong)
    except TypeError as e: print(e)
