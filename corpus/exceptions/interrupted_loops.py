# Where a loop is interrupted: at the last thing that its body does, whose place the jump back to the header has. (Bodies without calls: each call is
# a place to be interrupted, too.)
import signal
import traceback


def place(f):
    def handler(number, frame):
        raise KeyboardInterrupt(frame.f_lineno - frame.f_code.co_firstlineno)

    signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    try:
        f()
    except KeyboardInterrupt as e:
        s = traceback.extract_tb(e.__traceback__)[1]
        print(f.__name__, e, s.lineno - f.__code__.co_firstlineno, s.end_lineno - f.__code__.co_firstlineno, s.colno, s.end_colno, s.line)


def counts():
    n = 0
    while True:
        n += 1


def sums():
    n = 0
    for i in range(10**12):
        n += i
        n %= 7


def asks():
    x = [0]
    while 1:
        x[0] = 5
        if x[0] > 6:
            break


def passes():
    while True:
        pass


def tries():
    while True:
        try:
            z = 1
        except ValueError:
            z = 2


def unpacks():
    t = 0
    while t >= 0:
        a, b = t, t
        if a:
            t = 1
        else:
            t = 2
        (x,
         y) = b, a


def maybe():
    n = 0
    while True:
        n += 1
        if n == 0:
            n = 2


def with_attributes():
    class C:
        pass
    c = C()
    while True:
        c.first = 1
        c.last = \
            c.first


for f in counts, sums, asks, passes, tries, unpacks, maybe, with_attributes:
    place(f)
