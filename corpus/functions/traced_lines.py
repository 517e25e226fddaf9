# The lines that a trace function is told of, and that `co_lines` finds at `f_lasti`.
import sys

def found(frame):
    line = None
    for start, end, l in frame.f_code.co_lines():
        if start <= frame.f_lasti < end:
            line = l
    return line == frame.f_lineno

def run(f):
    first, events = f.__code__.co_firstlineno, []
    def tracer(frame, event, arg):
        events.append((frame.f_code.co_name, frame.f_lineno - first, event, found(frame)))
        return tracer
    sys.settrace(tracer)
    try:
        f()
    except Exception as e:
        events.append(repr(e))
    finally:
        sys.settrace(None)
    print(f.__name__)
    for e in events:
        print('   ', *e)

def one_line_while():
    items, i = [1, 2, 3, 9], 0
    while 1: i = items[i]

def one_line_for():
    for i in range(2): i += 1
    for j in range(2):
        for k in 'ab': j = k
    return i

def nested():
    def inner(x):
        if x:
            return x + 1
        raise ValueError
    try:
        inner(0)
    except ValueError as e:
        pass
    return [inner(y) for y in (1, 2)]

for f in one_line_while, one_line_for, nested:
    run(f)
def h():
    return (1 /
            0)
try:
    h()
except ZeroDivisionError as e:
    t = e.__traceback__.tb_next
    p = list(h.__code__.co_positions())[t.tb_lasti // 2]
    print([x if i > 1 else x - h.__code__.co_firstlineno for i, x in enumerate(p)])
