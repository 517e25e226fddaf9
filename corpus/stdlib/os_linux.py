# Timers, pipes and terminals that os wraps for Linux; what json keeps of keys.
import json, os, threading, warnings

fd = os.timerfd_create(1, flags=os.TFD_NONBLOCK)
print(os.timerfd_settime(fd, initial=1000.25, interval=0.5))
print([round(x) for x in os.timerfd_gettime(fd)], os.timerfd_settime_ns(fd, initial=0)[1], os.timerfd_gettime_ns(fd))
os.close(fd)
r, w = os.pipe()
r2, w2 = os.pipe()
os.write(w, b"spliced")
print(os.splice(r, w2, 100), os.read(r2, 100))
for d in r, w, r2, w2:
    os.close(d)
fd = os.memfd_create("x")
print(os.pwritev(fd, [b"abc", b"defg"], 2), os.preadv(fd, [b1 := bytearray(4), b2 := bytearray(10)], 1), b1, b2)
os.close(fd)
e = os.eventfd(0)
os.eventfd_write(e, 2**64 - 2)
print(os.eventfd_read(e) == 2**64 - 2)
os.close(e)

def show(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)

show(os.eventfd_write, 0, -1)
show(os.eventfd_write, 0, 2**64)
show(os.eventfd, 2**32)
show(os.readinto, 0, b"")
show(os.preadv, 0, 5, 0)
class Path:
    __fspath__ = None
show(os.rename, Path(), "x")
show(open, Path())
with warnings.catch_warnings():
    warnings.simplefilter("error")
    show(os.fsync, True)
    show(os.fpathconf, False, "PC_NAME_MAX")
    show(open, True)

master = os.posix_openpt(os.O_RDWR | os.O_NOCTTY)
os.grantpt(master)
os.unlockpt(master)
print(os.ptsname(master).startswith("/dev/pts/"), os.get_inheritable(master))
os.close(master)

# A thread's name may hold a NUL and be long.
names = []
t = threading.Thread(target=lambda: names.append(threading._get_native_name() if hasattr(threading, "_get_native_name") else None), name="embed\0null" + "x" * 50)
t.start()
t.join()
print(names)

one, two = json.loads('[{"b_\xe9": 1, "\\u20ac": 2}, {"b_\xe9": 3, "\\u20ac": 4}]')
print([a is b for a, b in zip(one, two)])
