# The child that a thread forks has no main thread any more: joining it does not wait.
import os, sys, threading, warnings

warnings.simplefilter("ignore")
main = threading.current_thread()

def wait():
    main.join()
    print("end of thread", main.is_alive(), flush=True)

def work():
    pid = os.fork()
    if pid:
        os.waitpid(pid, 0)
        return
    t = threading.Thread(target=wait)
    t.start()
    t.join()
    os._exit(0)

t = threading.Thread(target=work)
t.start()
t.join()

# What a thread interrupts, its joiner raises.
import _thread
t = threading.Thread(target=_thread.interrupt_main)
try:
    t.start()
    t.join()
    print("not interrupted")
except KeyboardInterrupt:
    print("interrupted")
