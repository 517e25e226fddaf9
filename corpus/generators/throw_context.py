# What a generator's caller handles is not the context of what is thrown into it; what its own body handles is.
def plain():
    yield 1

def handling():
    try:
        raise KeyError("own")
    except KeyError:
        yield 1

def catching():
    try:
        yield 1
    except ValueError:
        raise TypeError

def delegating(inner):
    yield from inner()

def delegating_in_handler():
    try:
        raise KeyError("own")
    except KeyError:
        yield from plain()

def chain(e):
    text = repr(e)
    while e.__context__:
        e = e.__context__
        text += " <- " + repr(e)
    return text

def throw(make, started, in_handler, has_context):
    g = make()
    if started:
        next(g)
    e = ValueError("v")
    if has_context:
        e.__context__ = OSError("c")
    try:
        if in_handler:
            try:
                raise IndexError
            except IndexError:
                g.throw(e)
        else:
            g.throw(e)
    except Exception as e:
        return chain(e)

for make in plain, handling, catching, lambda: delegating(plain), lambda: delegating(handling), delegating_in_handler:
    for started in False, True:
        for in_handler in False, True:
            for has_context in False, True:
                print(started, in_handler, has_context, throw(make, started, in_handler, has_context))

done = plain()
list(done)
try:
    try:
        raise IndexError
    except IndexError:
        done.throw(ValueError("late"))
except ValueError as e:
    print(chain(e))

# contextlib.ExitStack relies on it.
from contextlib import ExitStack, contextmanager

@contextmanager
def raising(e):
    try:
        yield
    finally:
        raise e

one, two, three, four = (Exception(i) for i in (1, 2, 3, 4))
try:
    with ExitStack() as stack:
        stack.enter_context(raising(four))
        stack.enter_context(raising(three))
        stack.enter_context(raising(two))
        raise one
except Exception as e:
    print(chain(e))
