"""Tracebacks without Python's help: on demand, at a signal, after a time-out, at a fatal signal."""
import faulthandler, os, re, signal, subprocess, sys, tempfile, threading, time


def show(text):
    for line in text.splitlines():
        line = re.sub(r'File ".*?([^/\\"]*)"', r'File "\1"', line)
        print(re.sub(r"0x[0-9a-f]+( \[.*?\])?", "ID", line))


def dumped(action):
    with tempfile.TemporaryFile("w+") as file:
        action(file)
        file.seek(0)
        show(file.read())


def deep(n, file):
    if n: deep(n - 1, file)
    else: faulthandler.dump_traceback(file, all_threads=False)


dumped(lambda file: deep(3, file))
dumped(lambda file: deep(150, file))


def chosen(file):
    faulthandler.register(signal.SIGUSR1, file=file, all_threads=False)
    os.kill(os.getpid(), signal.SIGUSR1)
    print(faulthandler.unregister(signal.SIGUSR1), faulthandler.unregister(signal.SIGUSR1))


dumped(chosen)


def chained(file):
    signal.signal(signal.SIGUSR2, lambda *a: print("handler"))
    faulthandler.register(signal.SIGUSR2, file=file, all_threads=False, chain=True)
    os.kill(os.getpid(), signal.SIGUSR2)
    time.sleep(0)
    faulthandler.unregister(signal.SIGUSR2)


dumped(chained)


def waits(file):
    done = threading.Event()
    faulthandler.dump_traceback_later(0.05, file=file)
    time.sleep(0.5)


dumped(waits)
faulthandler.dump_traceback_later(1000)
faulthandler.cancel_dump_traceback_later()

for wrong in [lambda: faulthandler.register(signal.SIGSEGV), lambda: faulthandler.register(100), lambda: faulthandler.dump_traceback_later(0),
              lambda: faulthandler.enable(-1), lambda: faulthandler.enable("x"), lambda: faulthandler.dump_traceback_later(float("nan"))]:
    try: wrong()
    except Exception as e: print(type(e).__name__, e)

for fatal in ("faulthandler._sigabrt()", "faulthandler._sigsegv()", "faulthandler._read_null()", "os.kill(os.getpid(), signal.SIGFPE)"):
    program = f"import faulthandler, os, signal\nfaulthandler.enable(c_stack=False)\ndef f():\n    {fatal}\nprint(faulthandler.is_enabled(), flush=True)\nf()"
    r = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    print(r.returncode, r.stdout)
    show(r.stderr)
r = subprocess.run([sys.executable, "-X", "faulthandler", "-c", "import faulthandler; print(faulthandler.is_enabled(), faulthandler.disable(), faulthandler.is_enabled(), faulthandler.disable())"], capture_output=True, text=True)
print(r.stdout, r.stderr)
