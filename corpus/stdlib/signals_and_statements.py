# Signals that a program sends itself are handled at once; text without a statement.
import _thread, os, signal, sqlite3, select, functools

def caught(f):
    try:
        f()
        return 'late'
    except KeyboardInterrupt:
        return 'at once'
print(caught(_thread.interrupt_main), caught(lambda: signal.raise_signal(signal.SIGINT)), caught(lambda: os.kill(os.getpid(), signal.SIGINT)))
def by_descriptor():
    fd = os.pidfd_open(os.getpid())
    try:
        signal.pidfd_send_signal(fd, signal.SIGINT)
    finally:
        os.close(fd)
print(caught(by_descriptor))

c = sqlite3.connect(':memory:')
for text in ('', ' ', ';', '-- nothing', '/* */'):
    for f in (c.execute, c.executescript, lambda q: c.executemany(q, [(1,)])):
        try:
            print(repr(text), f(text).fetchall())
        except sqlite3.Error as e:
            print(repr(text), e)

for make in (lambda: type(select.epoll)(), lambda: object.__new__(type(c.cursor().__class__.__new__)), lambda: type(iter([])).__new__(type(iter([])))):
    try:
        make()
    except TypeError as e:
        print(type(e).__name__)
