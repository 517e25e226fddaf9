# Threads begin and end while others wake up all the time and have no patience: who waits must not ask one that is not there yet, or no longer.
import sys
import threading
import time

sys.setswitchinterval(1e-6)
stop = False
done = []

def waker():
    while not stop:
        time.sleep(0.00002)

def work(n):
    t = 0
    for i in range(n):
        t += i & 3
    done.append(t)

wakers = [threading.Thread(target=waker) for _ in range(6)]
for t in wakers:
    t.start()
for k in range(60):
    threads = [threading.Thread(target=work, args=(20 + i,)) for i in range(6)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
stop = True
for t in wakers:
    t.join()
print(len(done), sum(done))
