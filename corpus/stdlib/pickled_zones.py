# Classes over types of the library that have no state of their own are pickled as objects are, if they ask for it.
import copy
import datetime
import pickle


class Zone(datetime.tzinfo):
    def __init__(self):
        self.name = "here"

    def utcoffset(self, when):
        return None

    __reduce__ = object.__reduce__


class Items(list):
    __reduce__ = object.__reduce__


class Number(int):
    __reduce__ = object.__reduce__


class Members(set):
    __reduce__ = object.__reduce__


for o in (Zone(), Items([1]), Number(3), Members([1])):
    for protocol in (0, 1, 2, 4, 5):
        try:
            r = pickle.loads(pickle.dumps(o, protocol))
            print(type(r).__name__, protocol, vars(r), r if not isinstance(r, Zone) else "")
        except Exception as e:
            print(type(o).__name__, protocol, type(e).__name__, e)
print(vars(copy.copy(Zone())))
for t in (datetime.timedelta, range, slice):
    try:
        print(object.__reduce_ex__(t(1), 2)[:1])
    except TypeError as e:
        print(t.__name__, e)
