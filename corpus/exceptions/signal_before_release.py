# Who waits for a lock and gets it sees the signals that were sent before it was released.
import os
import signal
import threading

signal.signal(signal.SIGINT, signal.default_int_handler)


def wait(make):
    start, done = make(), make()
    start.acquire()
    done.acquire()

    def interrupt():
        start.acquire()
        start.release()
        os.kill(os.getpid(), signal.SIGINT)
        done.release()

    t = threading.Thread(target=interrupt)
    t.start()
    inside = True
    try:
        start.release()
        done.acquire()
        inside = False
    except KeyboardInterrupt:
        t.join()
        return inside
    t.join()
    return "late"


print(all([wait(threading.Lock) for _ in range(200)]))
