import sys
def work():
    raise KeyboardInterrupt
try:
    work()
except Exception:
    print("not an Exception")
except BaseException as e:
    print("base", type(e).__name__)
sys.stdout.flush()
