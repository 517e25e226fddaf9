import os, threading, warnings, subprocess, sys, multiprocessing
def show(w): print([(x.category.__name__, str(x.message).replace(str(os.getpid()), "PID"), os.path.basename(x.filename)) for x in w])
def child(f):
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter("always")
        pid = f()
        if pid == 0: os._exit(0)
        os.waitpid(pid, 0)
    show(w)
child(os.fork)
ev = threading.Event()
t = threading.Thread(target=ev.wait); t.start()
child(os.fork)
child(lambda: os.forkpty()[0])
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try:
        pid = os.fork()
        if pid == 0: os._exit(0)
        print("parent", pid > 0); os.waitpid(pid, 0)
    except DeprecationWarning as e:
        print("raised", str(e).replace(str(os.getpid()), "PID"))
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    subprocess.run([sys.executable, "-c", "pass"], preexec_fn=lambda: None)
show(w)
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    subprocess.run([sys.executable, "-c", "pass"])
show(w)
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    p = multiprocessing.get_context("fork").Process(target=print, args=("child",)); p.start(); p.join()
show(w)
ev.set(); t.join()
child(os.fork)
