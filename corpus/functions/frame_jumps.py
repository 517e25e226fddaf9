"""Assignment to f_lineno from trace functions."""
import sys
import warnings


class Manager:
    def __init__(self, out, name):
        self.out, self.name = out, name

    def __enter__(self):
        self.out.append("enter " + self.name)
        return self

    def __exit__(self, *e):
        self.out.append(("exit " + self.name, e[0] and e[0].__name__))


def jump(function, start, end, event="line", arguments=()):
    """Runs FUNCTION; at line START (from its `def`) it goes on at END."""
    out, first, done = [], function.__code__.co_firstlineno, []

    def trace(frame, what, arg):
        if frame.f_code is not function.__code__ or done:
            return trace
        if what == event and frame.f_lineno == first + start:
            done.append(1)
            frame.f_lineno = first + end if isinstance(end, int) else end
            out.append(("at", frame.f_lineno - first))
        return trace
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        sys.settrace(trace)
        try:
            r = function(out, *arguments)
            if hasattr(r, "__next__"):
                out.extend(r)
            else:
                out.append(("result", r))
        except BaseException as e:
            out.append((type(e).__name__, str(e).replace(str(first + end) if isinstance(end, int) else "?", "LINE")))
        finally:
            sys.settrace(None)
    print(function.__name__, start, end, out, [str(w.message) for w in caught])


def straight(out):
    out.append(1)
    out.append(2)
    # nothing here
    out.append(4)
    return "end"


for a, b in (1, 2), (1, 3), (2, 1), (4, 4), (1, 5), (2, 0), (2, -1), (2, 6), (5, 2), (1, "x"), (1, 2 ** 40), (1, True):
    jump(straight, a, b)
jump(straight, 5, 2, "return")
jump(straight, 0, 2, "call")


def loops(out):
    for i in range(3):
        out.append(i)
        for j in [10, 20]:
            out.append(j)
        else:
            out.append("else")
    while i:
        i -= 1
        out.append(i)
    out.append("end")


for a, b in (2, 3), (4, 6), (4, 10), (4, 2), (2, 4), (10, 9), (9, 2), (4, 1), (8, 10), (1, 2), (6, 4), (3, 4), (2, 1), (1, 8):
    jump(loops, a, b)


def handlers(out):
    try:
        out.append(2)
        1 / 0
        out.append(4)
    except ValueError:
        out.append(6)
    except ZeroDivisionError as e:
        out.append(8)
        out.append(repr(e))
    else:
        out.append(11)
    finally:
        out.append(("finally", sys.exception()))
        out.append(14)
    return sys.exception()


for a, b in (2, 4), (2, 6), (2, 11), (2, 13), (8, 9), (8, 6), (8, 2), (8, 13), (8, 15), (13, 14), (13, 15), (14, 13), (15, 8), (15, 2), (1, 14), (5, 9), (7, 15):
    jump(handlers, a, b)


def unhandled(out):
    try:
        out.append(2)
        {}["key"]
    finally:
        out.append(5)
        out.append(6)
    out.append(7)


for a, b in (5, 6), (6, 5), (5, 7), (5, 2), (2, 6), (7, 6):
    jump(unhandled, a, b)


def managers(out):
    with Manager(out, "a") as x:
        out.append(2)
        with Manager(out, "b"), Manager(out, "c"):
            out.append(4)
        out.append(5)
    with Manager(out, "d"):
        out.append(7)
    out.append(8)


for a, b in (2, 5), (4, 5), (4, 2), (4, 8), (2, 7), (4, 7), (7, 2), (8, 7), (2, 8), (2, 4), (5, 1), (1, 6):
    jump(managers, a, b)


def generator(out):
    out.append("start")
    for i in range(3):
        x = yield i
        out.append(x)
    yield "end"


for a, b, e in (3, 4, "line"), (4, 5, "line"), (5, 1, "line"), (3, 4, "return"), (3, 5, "return"), (3, 1, "return"), (3, 1, "call"):
    jump(generator, a, b, e)


def matching(out, v=(1, 2)):
    match v:
        case (1, x) if x > 5:
            out.append("big")
        case (1, x):
            out.append(x)
        case _:
            out.append("other")
    return v


for a, b in (5, 3), (5, 7), (4, 6), (2, 6), (1, 3), (1, 4), (8, 5), (3, 8):
    jump(matching, a, b)


def outside():
    f = sys._getframe()
    try:
        f.f_lineno = 1
    except ValueError as e:
        print(e)
    try:
        f.f_lineno = "1"
    except ValueError as e:
        print(e)
    try:
        del f.f_lineno
    except AttributeError as e:
        print(e)


outside()


def running(out):
    """Tracing begins inside: the frame is told of its end, and jumps."""
    out.append(2)
    here()
    out.append(4)
    out.append(5)
    return 6


def here():
    def trace(frame, what, arg):
        seen.append((what, frame.f_lineno - frame.f_code.co_firstlineno, arg))
        if what == "line" and frame.f_lineno - frame.f_code.co_firstlineno == 4:
            frame.f_lineno += 1
        return trace
    sys._getframe(1).f_trace = trace
    sys.settrace(trace)


seen = []
o = []
o.append(running(o))
sys.settrace(None)
print(o, seen)
