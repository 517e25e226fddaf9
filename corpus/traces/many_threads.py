# Many threads that begin and end while others wait for their turn.
import threading
import time

done = []

def work(n):
    t = 0
    for i in range(n):
        t += i & 3
    done.append(t)

def sleeper(n):
    time.sleep(0.001 * (n % 5))
    work(200)

for k in range(12):
    threads = [threading.Thread(target=work if i % 2 else sleeper, args=(300 + i,)) for i in range(12)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
print(len(done), sum(done))
