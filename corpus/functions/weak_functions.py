# A function that is in no cycle dies when it is dropped, as those who refer to it weakly see.
import weakref


def deleted():
    def f(): pass
    r = weakref.ref(f)
    del f
    return r() is None


def rebound():
    f = lambda: 0
    r = weakref.ref(f)
    f = None
    return r() is None


def passed_on():
    def f(): pass
    def refer(g): return weakref.ref(g)
    r = refer(f)
    del f
    return r() is None


def registered():
    handlers = weakref.WeakSet()
    def f(): pass
    handlers.add(f)
    before = len(handlers)
    del f
    return before, len(handlers)


print(deleted(), rebound(), passed_on(), registered())
