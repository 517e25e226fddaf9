import threading, queue, time
results = []
def work(n, out): out.append(n * n)
ts = [threading.Thread(target=work, args=(i, results), name=f"w{i}") for i in range(5)]
for t in ts: t.start()
for t in ts: t.join()
print(sorted(results), [t.name for t in ts], any(t.is_alive() for t in ts), threading.current_thread().name, threading.main_thread() is threading.current_thread(), threading.active_count())
lock, total = threading.Lock(), 0
def add():
    global total
    for _ in range(2000):
        with lock: total += 1
ts = [threading.Thread(target=add) for _ in range(4)]; [t.start() for t in ts]; [t.join() for t in ts]; print(total, lock.locked(), lock.acquire(), lock.acquire(blocking=False), lock.acquire(timeout=0.01), lock.locked()); lock.release()
try: lock.release()
except RuntimeError as e: print(e)
r = threading.RLock(); print(r.acquire(), r.acquire()); r.release(); r.release()
try: r.release()
except RuntimeError as e: print(e)
q, out = queue.Queue(maxsize=3), []
def producer():
    for i in range(10): q.put(i)
    q.put(None)
def consumer():
    while (x := q.get()) is not None: out.append(x); q.task_done()
    q.task_done()
a, b = threading.Thread(target=producer), threading.Thread(target=consumer); a.start(); b.start(); q.join(); a.join(); b.join(); print(out, q.empty(), q.qsize())
for op in (lambda: q.get_nowait(), lambda: q.get(timeout=0.01), lambda: queue.Queue(1).put(1) or queue.Queue(1).get_nowait()):
    try: op()
    except queue.Empty as e: print("Empty")
pq = queue.PriorityQueue(); [pq.put(x) for x in (3, 1, 2)]; print([pq.get() for _ in range(3)]); lq = queue.LifoQueue(); [lq.put(x) for x in "ab"]; print(lq.get(), queue.SimpleQueue().empty())
ev = threading.Event(); seen = []
t = threading.Thread(target=lambda: (ev.wait(), seen.append("woke"))); t.start(); print(ev.is_set(), ev.wait(0.01)); ev.set(); t.join(); print(seen, ev.is_set())
cond, items = threading.Condition(), []
def waiter():
    with cond: cond.wait_for(lambda: items, timeout=5); seen.append(items[0])
t = threading.Thread(target=waiter); t.start()
with cond: items.append("item"); cond.notify_all()
t.join(); print(seen); sem = threading.Semaphore(2); print(sem.acquire(), sem.acquire(), sem.acquire(blocking=False)); sem.release(); bs = threading.BoundedSemaphore(1)
try: bs.release()
except ValueError as e: print(e)
loc = threading.local(); loc.x = 1; vals = []
def use_local(): vals.append(hasattr(loc, "x")); loc.x = 2; vals.append(loc.x)
t = threading.Thread(target=use_local); t.start(); t.join(); print(vals, loc.x)
def fail(): raise ValueError("in thread")
caught = []; old = threading.excepthook; threading.excepthook = lambda a: caught.append((a.exc_type.__name__, str(a.exc_value), a.thread.name)); t = threading.Thread(target=fail, name="failing"); t.start(); t.join(); threading.excepthook = old; print(caught)
bar = threading.Barrier(2); order = []
t = threading.Thread(target=lambda: (order.append("t"), bar.wait())); t.start(); bar.wait(); t.join(); print(order, bar.parties); tm = threading.Timer(0.01, lambda: order.append("timer")); tm.start(); tm.join(); print(order)
class Sub(threading.Thread):
    def run(self): self.result = "sub ran"
s = Sub(daemon=True); s.start(); s.join(); print(s.result, s.daemon, s.ident is not None)
for op in (lambda: s.start(), lambda: threading.Thread().join(), lambda: threading.Thread(group=1)):
    try: op(); print("ok")
    except (RuntimeError, TypeError, AssertionError) as e: print(type(e).__name__, e)
from concurrent.futures import ThreadPoolExecutor, as_completed
with ThreadPoolExecutor(3) as ex:
    print(list(ex.map(lambda x: x * 2, range(5))), ex.submit(pow, 2, 10).result()); f = ex.submit(lambda: 1 / 0); print(repr(f.exception())); print(sorted(f.result() for f in as_completed([ex.submit(len, "a" * i) for i in range(3)])))
