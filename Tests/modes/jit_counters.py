"""What the JIT did in a process with the options of this one, from `-X jit-stats`."""
import subprocess
import sys

PROGRAM = """
def f(n):
    i = total = 0
    while i < n:
        total += i & 7
        i += 1
    return total
print(f(100_000))
"""


def options():
    """The `-X` options of this process."""
    return [f"-X{k}" if v is True else f"-X{k}={v}" for k, v in sys._xoptions.items()]


def counters():
    """name -> number; empty if the compiler reports nothing."""
    run = subprocess.run([sys.executable, *options(), "-Xjit-stats", "-c", PROGRAM], capture_output=True, text=True)
    assert run.returncode == 0 and run.stdout == "350000\n", (run.returncode, run.stdout, run.stderr)
    lines = [line for line in run.stderr.splitlines() if line.startswith("jit: ")]
    words = lines[0].split()[1:] if lines else []
    return dict(zip(words[::2], map(int, words[1::2])))
