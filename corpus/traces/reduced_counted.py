"""Loops of `reduce`, and over `accumulate`, `starmap`, `takewhile`, `dropwhile` and `filterfalse`, have the function in them: neither it nor the builtin is called.

Another Python writes no dump, and there is nothing to check then."""
import pathlib
import subprocess
import sys
import tempfile

PROGRAMS = {
    "reduce": """
    t += reduce(lambda a, b: (a * 3 + b) & 1023, l) + reduce(operator.xor, l, 1) + functools.reduce(lambda a, b: (a * 3 + b) & 1023, l)
    t += reduce(lambda a, b: (a * 3 + b) & 1023, (x & 7 for x in l))
""",
    "loops": """
    for x in accumulate(l, lambda a, b: (a + b) & 1023): t += x
    for x in starmap(lambda a, b: a ^ b, zip(l, l)): t += x
    for x in takewhile(lambda x: x < 100000, l): t += x
    for x in dropwhile(lambda x: x < 10, l): t += x
    for x in filterfalse(lambda x: x & 1, l): t += x
    for x in islice((x & 7 for x in l), n - 1): t += x
    t += sum(starmap(lambda a, b: a ^ b, zip(l, l))) + len(list(takewhile(lambda x: x < 100000, l)))
""",
}
for name, body in PROGRAMS.items():
    with tempfile.TemporaryDirectory() as folder:
        text = "import functools, operator\nfrom functools import reduce\nfrom itertools import *\ndef f(n):\n    l, t = list(range(n)), 0" + body + "    return t\nprint(f(5000))"
        run = subprocess.run([sys.executable, "-Xjit-threshold=20", "-Xtrace-dump=" + folder, "-c", text], capture_output=True, text=True)
        print(name, run.stdout.strip(), run.stderr.strip())
        texts = [p.read_text() for p in pathlib.Path(folder).glob("trace-*.txt")]
        loops = [t.partition("== machine code")[2].partition("\n    loop ")[2] for t in texts if "loop in f" in t.partition("\n")[0]]
        if sys.implementation.name == "dxpy" and not any(loops): print("  no trace")
        for t in loops:
            for line in t.partition("== snapshots")[0].splitlines():
                if "writes=0xffffffff" in line: print("  calls:", line[:90])
