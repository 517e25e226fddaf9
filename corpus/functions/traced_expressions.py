"""Line events within statements of several lines, of decorated definitions, class bodies and delegates."""
import sys


def events(f):
    out = []

    def trace(frame, what, arg):
        if frame.f_code.co_filename == __file__:
            if what == "exception":
                arg = arg[0].__name__, arg[1].args
            elif what != "return":
                arg = ""
            out.append((frame.f_code.co_name, what, frame.f_lineno - f.__code__.co_firstlineno, str(arg)[:30]))
        return trace
    sys.settrace(trace)
    try:
        r = f()
        if hasattr(r, "send") and hasattr(r, "cr_frame"):
            try:
                while True:
                    r.send(None)
            except StopIteration:
                pass
    except Exception as e:
        print(type(e).__name__)
    finally:
        sys.settrace(None)
    print(f.__name__)
    for e in out:
        print("   ", *e)


def call():
    x = dict(
        a=1,
        b=len(
            "two"
        ),
    )
    y = (
        x["a"]
        + x["b"]
    )
    return [
        x,
        y
    ]


def unpack():
    (
        a,
        *b
    ) = range(
        4
    )
    return a


def decorated():
    def twice(n):
        return lambda c: c

    @twice(1)
    @twice(
        2
    )
    class A:
        """About A."""
        if len("x"):
            y = 1
        else:
            y = 2

    @twice(3)
    def g():
        pass
    return A


def raising():
    raise ValueError(
        1,
        [].x
    )


def managed():
    from contextlib import nullcontext
    with nullcontext(1) \
            as x:
        pass
    with nullcontext(2) as y, \
            nullcontext(3) as z:
        y = z


async def awaiting():
    class It:
        n = 0

        def __aiter__(self):
            return self

        async def __anext__(self):
            self.n += 1
            if self.n > 1:
                raise StopAsyncIteration
            return self.n

    async def value():
        return 5
    x = await value()
    async for i in It():
        x += i
    return x


for f in call, unpack, decorated, raising, managed, awaiting:
    events(f)

code = compile("# nothing\nx = 1\n", __file__, "exec")
seen = []


def trace(frame, what, arg):
    seen.append((what, frame.f_lineno))
    return trace


sys.settrace(trace)
exec(code)
sys.settrace(None)
print(seen)
print([sys.monitoring.get_events(i) for i in range(6)], sys.monitoring.get_local_events(0, code))
try:
    sys.monitoring.set_events(0, 1)
except ValueError as e:
    print(e)
