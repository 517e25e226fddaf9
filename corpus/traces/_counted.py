"""Runs small programs whose function `f` gets hot, and looks through the traces of its loops for what must not be left in them.

Another Python writes no dump, and there is nothing to check then: what it prints is what the programs print."""
import pathlib
import subprocess
import sys
import tempfile

ANYTHING = "writes=0xffffffff"   # calls that may run anything
CALLS = " call "


def loops(folder):
    """The instructions of the compiled loops of `f` in the dumps in FOLDER."""
    texts = [p.read_text() for p in pathlib.Path(folder).glob("trace-*.txt")]
    return [t.partition("== machine code")[2].partition("\n    loop ")[2].partition("== snapshots")[0] for t in texts if "loop in f" in t.partition("\n")[0]]


def check(name, text, unwanted=CALLS):
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run([sys.executable, "-Xjit-threshold=20", "-Xtrace-dump=" + folder, "-c", text], capture_output=True, text=True)
        print(name, run.stdout.strip(), run.stderr.strip())
        if sys.implementation.name != "dxpy": return
        found = loops(folder)
        if not any(found): print("  no trace")
        for t in found:
            for line in t.splitlines():
                if unwanted in line: print("  calls:", line[:90])
