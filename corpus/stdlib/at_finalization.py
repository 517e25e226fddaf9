# What finalizers at the end of the program may not do any more.
import atexit, os, sys, threading

class Last:
    def __del__(self):
        print(sys.is_finalizing(), flush=True)
        for f in os.fork, threading.Thread(target=print).start:
            try:
                f()
            except RuntimeError as e:
                print(type(e).__name__, e, flush=True)

last = Last()
atexit.register(lambda: print("atexit", sys.is_finalizing()))
