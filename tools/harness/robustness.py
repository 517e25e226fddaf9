"""What a hostile surrounding does to dxpy: closed and full outputs, interrupts, missing libraries, bad options, garbage as source.

Each case runs under CPython and under dxpy. Exit code, output and the last line of the error output have to agree, unless a
case says otherwise; death by any signal that CPython does not die of is always a failure.
"""

import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time

CPYTHON, DXPY = sys.executable, os.path.abspath(os.environ["DXPY"])
TIMEOUT = 60
CASES = []


def case(title, check=None):
    """Registers a function that takes a command and gives (exit code, output, error output)."""
    def add(f):
        CASES.append((title, f, check))
        return f
    return add


def environment(**more):
    keep = {k: v for k, v in os.environ.items() if k in ("PATH", "DXPY_LIB", "DXPY_DEPS")}
    return keep | {"HOME": "/nonexistent", "LANG": "C.UTF-8", "PYTHONHASHSEED": "0", "PYTHON_COLORS": "0"} | more


def run(command, *arguments, stdin=b"", env=None, **more):
    done = subprocess.run([*command, *arguments], input=stdin, capture_output=True, timeout=TIMEOUT, env=env or environment(), **more)
    return done.returncode, done.stdout, done.stderr


def shell(command, line):
    """The status of a shell line in which `$PYTHON` is the executable."""
    done = subprocess.run(["bash", "-c", line], capture_output=True, timeout=TIMEOUT, env=environment(PYTHON=command[0]))
    return done.returncode, done.stdout, done.stderr


def interrupted(command, source):
    """Runs a program until it prints `go`, lets it get hot, then sends SIGINT."""
    process = subprocess.Popen([*command, "-c", source], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
    line = process.stdout.readline()
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    try:
        out, err = process.communicate(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return "still running 10 s after SIGINT", line, b""
    return process.returncode, line + out, err


def script(command, data, name="script.py"):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(os.fsencode(folder), os.fsencode(name))
        with open(path, "wb") as f:
            f.write(data)
        code, out, err = run(command, os.fsencode(name), cwd=folder)
        return code, out.replace(os.fsencode(folder), b"<folder>"), err.replace(os.fsencode(folder), b"<folder>")


def simple(title, *arguments, check=None, **more):
    CASES.append((title, lambda command: run(command, *arguments, **more), check))


def codes_only(expected, actual):
    return expected[0] == actual[0]


def no_signal(expected, actual):
    return isinstance(actual[0], int) and actual[0] >= 0


GO = "print('go', flush=True)\n"
for title, source in {
    "while loop": GO + "while True: pass",
    "counting loop": GO + "i = 0\nwhile True: i += 1",
    "nested functions": GO + "def f(n):\n for i in range(n): g(i)\ndef g(i): return i * 2\nwhile True: f(1000)",
    "for over a huge range": GO + "for i in range(10**15): x = i & 7",
    "builtin over a generator": GO + "any(x < 0 for x in range(10**12))",
    "list comprehension": GO + "while True: [x for x in range(100)]",
    "sleep": GO + "import time; time.sleep(60)",
    "caught": "try:\n print('go', flush=True)\n while True: pass\nexcept KeyboardInterrupt: print('caught')",
    "finally": "try:\n print('go', flush=True)\n while True: pass\nfinally: print('cleanup')",
    "handler of the program": "import signal, sys\nsignal.signal(signal.SIGINT, lambda *a: sys.exit(7))\n" + GO + "while True: pass",
    "reading input": GO + "import os; r, w = os.pipe(); os.read(r, 1)",
}.items():
    CASES.append((f"interrupt: {title}", lambda command, s=source: interrupted(command, s), None))

for title, line in {
    "pipe closed by the reader": "set -o pipefail; $PYTHON -c 'for i in range(100000): print(i)' | head -n 1",
    "output to a full disk": "$PYTHON -c 'print(1)' > /dev/full",
    "much output to a full disk": "$PYTHON -c 'for i in range(100000): print(i)' > /dev/full",
    "closed output": "$PYTHON -c 'print(1)' >&-",
    "closed input": "$PYTHON -c 'import sys; print(sys.stdin)' <&-",
    "closed error output": "$PYTHON -c '1/0' 2>&-",
    "everything closed": "$PYTHON -c 'print(1)' <&- >&- 2>&-",
    "folder that is gone": "d=$(mktemp -d); cd $d; rmdir $d; $PYTHON -c 'print(1)'",
    "terminated": "$PYTHON -c 'import os, signal; os.kill(os.getpid(), signal.SIGTERM)'",
    "write by a closed descriptor": "$PYTHON -c 'import os; os.close(1); print(1)'",
}.items():
    # Whether the buffer breaks while the program runs (1) or when it ends (120) is a matter of timing.
    timing = title.startswith(("pipe closed", "much output"))
    CASES.append((title, lambda command, l=line: shell(command, l), (lambda e, a: a[0] in (1, 120)) if timing else codes_only))

simple("unknown option", "-Z", check=codes_only)
simple("option without argument", "-c", check=codes_only)
simple("-X without argument", "-X", check=codes_only)
simple("unknown long option", "--nope", check=codes_only)
simple("help", "--help", check=codes_only)
simple("empty command", "-c", "")
simple("empty module", "-m", "", check=codes_only)
simple("a folder without __main__", "/", check=codes_only)
simple("missing script", "/nonexistent/script.py", check=codes_only)
simple("bad hash seed", "-c", "pass", env=environment(PYTHONHASHSEED="bad"), check=codes_only)
simple("arguments that are no UTF-8", "-c", "import sys; print(ascii(sys.argv))", b"\xff\xfe", "é")
simple("input that is no UTF-8", "-c", "import sys; print(ascii(sys.stdin.read()))", stdin=b"ok \xff\xc3", check=codes_only)
simple("source on input that is no UTF-8", "-", stdin=b"print('\xff')\n", check=codes_only)
simple("int of 100,000 digits", "-", stdin=b"x = " + b"7" * 100_000 + b"\n")
simple("int of 100,000 digits in hex", "-c", "x = int('f' * 100000, 16); print(x.bit_length(), x % 1000003, hex(x)[:10])")
simple("10,000 nested parentheses", "-", stdin=b"(" * 10_000 + b"1" + b")" * 10_000 + b"\n")
simple("10,000 nested lists unclosed", "-", stdin=b"[" * 10_000 + b"\n")
simple("10,000 unary operators", "-", stdin=b"x = " + b"-" * 10_000 + b"1\nprint(x)\n", check=no_signal)
simple("10,000 attributes", "-", stdin=b"x = 1" + b" .real" * 10_000 + b"\nprint(x)\n", check=no_signal)
simple("100,000 terms", "-", stdin=b"print(" + b"+".join([b"1"] * 100_000) + b")\n", check=no_signal)
simple("recursion 100,000 deep", "-c", "import sys; sys.setrecursionlimit(10**6)\ndef f(n): return n and f(n - 1)\ntry: print(f(10**5))\nexcept RecursionError: print(0)")
simple("recursion without end, high limit", "-c", "import sys; sys.setrecursionlimit(50_000)\ndef f(n): return [f(n + 1)]\ntry: f(0)\nexcept (RecursionError, MemoryError): print('error')", check=no_signal)
simple("a million nested lists", "-c", "x = []\nfor _ in range(10**6): x = [x]\ndel x\nprint('done')")
simple("a million nested tuples, compared", "-c", "a = b = ()\nfor _ in range(10**5): a, b = (a,), (b,)\ntry: print(a == b)\nexcept RecursionError: print('RecursionError')", check=no_signal)
simple("list beyond memory", "-c", "try: x = [0] * 10**15\nexcept MemoryError: print('MemoryError')")
simple("growing without end", "-c", "import resource; resource.setrlimit(resource.RLIMIT_DATA, (2**31, 2**31))\nx = []\ntry:\n while True: x.append('a' * 10**7)\nexcept MemoryError: del x; print('MemoryError')", check=no_signal)
simple("exception in excepthook", "-c", "import sys; sys.excepthook = lambda *a: 1 / 0\nraise ValueError('x')", check=codes_only)
simple("exception while flushing", "-c", "import sys\nclass F:\n def write(self, s): pass\n def flush(self): raise OSError('flush')\nsys.stdout = F()", check=codes_only)
simple("exit in a thread", "-c", "import threading, sys\nt = threading.Thread(target=sys.exit)\nt.start(); t.join(); print('on')")
simple("daemon thread at exit", "-c", "import threading\nthreading.Thread(target=lambda: [0 for _ in iter(int, 1)], daemon=True).start()\nprint('done')")
CASES.append(("unwritable cache folders", lambda command: run(command, "-c", "import json, argparse; print('ok')", env=environment(HOME="/proc", XDG_CACHE_HOME="/proc/nope")), None))

random_source = random.Random(7)
for n in range(12):
    data = bytes(random_source.randrange(256) for _ in range(random_source.randrange(1, 400)))
    CASES.append((f"garbage as source {n}", lambda command, d=data: script(command, d), None))
for title, data in {"empty script": b"", "only a byte order mark": b"\xef\xbb\xbf", "null byte": b"x = 1\0\n", "only a comment": b"# x", "carriage returns": b"x = 1\rprint(x)\r",
                    "unknown encoding": b"# coding: nope\n", "ends in a backslash": b"x = 1\\", "utf-16": "print(1)".encode("utf-16")}.items():
    CASES.append((title, lambda command, d=data: script(command, d), None))
CASES.append(("script whose name is no UTF-8", lambda command: script(command, b"print(ascii(__file__))\n1/0", b"\xff.py"), None))


def dxpy_only():
    """Cases without a counterpart: (title, what is wrong or None)."""
    for title, library in (("missing library", "/nonexistent"), ("library without files", tempfile.gettempdir())):
        code, out, err = run([DXPY], "-c", "pass", env=environment(DXPY_LIB=library))
        yield title, None if code in (1, 2) and b"library" in err else f"exit code {code}, {err[:200]!r}"
    source = "class N: pass\nfor i in range(1_000_000):\n a = N(); b = N(); a.b = b; b.a = a; a.data = [0] * 200\nfor l in open('/proc/self/status'):\n if l.startswith('VmHWM'): print(l.split()[1])"
    code, out, err = run([DXPY], "-c", source)
    yield "2 GB of cyclic garbage stays below 256 MB", None if code == 0 and int(out) < 256 * 1024 else f"exit code {code}, peak {out!r} KiB, {err[-200:]!r}"


def last_line(data):
    lines = data.decode("utf-8", "backslashreplace").strip().splitlines()
    return lines[-1] if lines else ""


def agree(expected, actual):
    return expected[:2] == actual[:2] and last_line(expected[2]) == last_line(actual[2])


def main():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    chosen = [c for c in CASES if not sys.argv[1:] or any(a in c[0] for a in sys.argv[1:])]
    passed = failed = 0
    for title, action, check in chosen:
        try:
            expected = action([CPYTHON])
        except subprocess.TimeoutExpired:
            sys.exit(f"CPython itself takes too long: {title}")
        try:
            actual = action([DXPY])
        except subprocess.TimeoutExpired:
            actual = (f"no result after {TIMEOUT} s", b"", b"")
        died = isinstance(actual[0], int) and actual[0] != expected[0] and (actual[0] < 0 or actual[0] > 128)
        if died or not (check or agree)(expected, actual):
            failed += 1
            print(f"FAIL {title}")
            for who, r in (("cpython", expected), ("dxpy", actual)):
                print(f"    {who}: {r[0]} {r[1][-80:]!r} {last_line(r[2])[:160]!r}")
        else:
            passed += 1
    if not sys.argv[1:]:
        for title, wrong in dxpy_only():
            failed += wrong is not None
            passed += wrong is None
            if wrong:
                print(f"FAIL {title}: {wrong}")
    print(f"{passed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
