# Stores and deletions on objects that take none: an index is evaluated before the object is blamed, where the type has the sequence protocol.
class A: pass


class Raising:
    def __index__(self): raise KeyError('idx')


class Wrong:
    def __index__(self): return 'x'


objects = [(1,), 'a', b'a', range(3), A(), 1, None, {1}, frozenset(), 1.5, len, iter([]), {}.keys(), {}.items(), {}.values(), object(), slice(1), zip(), ..., True, BaseException()]
for o in objects:
    for k in (2**70, -2**70, 0, 'k', Raising(), Wrong(), True, 1.5):
        try: o[k] = 1
        except Exception as e: print(type(o).__name__, type(k).__name__, type(e).__name__, e)
        try: del o[k]
        except Exception as e: print(type(o).__name__, type(k).__name__, type(e).__name__, e)
