# Codes that were built while somebody traced have nodes for lines within statements: a trace may leave in what they surround.
# Run once more to see that there are traces of them (another Python writes none, and there is nothing to check then).
import pathlib
import subprocess
import sys
import tempfile


def part(n, seen):
    if n % 7 == 3:
        seen.append(n)
    if n % 50 == 49:
        return None
    return n


def work(n, seen):
    total = 0
    for i in range(n):
        if (
            x := part(
                i,
                seen,
            )
        ) is not None:
            total += x
        total -= (
            i
            + (
                part(i + 1, seen) or 0
            )
        )
    return total


lines = []


def tracer(frame, event, arg):
    if event == "line":
        lines.append(frame.f_lineno - frame.f_code.co_firstlineno)
    return tracer


sys.settrace(tracer)
work(2, [])
sys.settrace(None)
print(len(lines) > 20)

seen = []
print(work(5000, seen), len(seen), seen[:5])

if len(sys.argv) == 1:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-Xjit-threshold=20", "-Xtrace-dump=" + folder, __file__, "again"], stdout=subprocess.DEVNULL)
        heads = [p.read_text().partition("\n")[0] for p in pathlib.Path(folder).glob("trace-*.txt")]
        if sys.implementation.name == "dxpy" and not any("loop in work" in h for h in heads):
            print("no trace")
