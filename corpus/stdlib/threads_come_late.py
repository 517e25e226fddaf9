# A thread that is started asks who computes to hand over, as one that waits does: it may come late where the machine is busy.
import os
import signal
import threading

stop = False


def spin():
    x = 0
    while not stop:
        x = (x + 1) % 1000


children = []
for _ in range(4 * (os.cpu_count() or 1)):
    child = os.fork()
    if child == 0:
        signal.alarm(30)
        while True:
            pass
    children.append(child)
try:
    spinner = threading.Thread(target=spin)
    spinner.start()
    done = []
    for i in range(20):
        t = threading.Thread(target=done.append, args=(i,))
        t.start()
        t.join()
    stop = True
    spinner.join()
finally:
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
print(done)
