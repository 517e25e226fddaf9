# What finalizers at the end of the program may not do any more.
import atexit, os, subprocess, sys, threading

def loop():
    while True:
        pass

class Last:
    def __init__(self):
        self.me = self
        self.thread = threading.Thread(target=loop, daemon=True)
        self.thread.start()
    def __del__(self):
        print(sys.is_finalizing(), flush=True)
        for f in self.thread.join, os.fork, threading.Thread(target=print).start, lambda: subprocess.run(["true"], preexec_fn=print):
            try:
                f()
            except RuntimeError as e:
                print(type(e).__name__, e, flush=True)

last = Last()
atexit.register(lambda: print("atexit", sys.is_finalizing()))
