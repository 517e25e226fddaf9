"""Messages about arguments of functions of the library's native modules."""
import codecs
import csv
import operator
import os
import select
import struct
import types


def told(f, *args, **kw):
    try:
        print(f(*args, **kw))
    except Exception as e:
        print(type(e).__name__, e)


told(csv.reader)
told(csv.reader, [], 1, 2)
told(csv.writer)
told(csv.register_dialect)
told(csv.field_size_limit, 1, 2)
told(csv.get_dialect)
told(csv.get_dialect, name="excel-tab".replace("x", "y"))
told(struct.pack)
told(struct.pack_into)
told(os.path.normpath, None)
told(os.path.normpath, 5)
told(os.path.splitroot, 5)
told(os.path.normpath, "a/./b\0/..")
told(operator.countOf, 5, 1)
told(operator.indexOf, None, 1)
told(operator.methodcaller)
told(operator.call)
told(codecs.lookup, 5)
told(select.select, [5.5], [], [])
told(os.execv, "/nope", ["a"])
told((1).__delattr__)
told("a".__delattr__, 1, 2)
