"""Guards that hold are left by all the same, once each."""
import subprocess
import sys

from jit_counters import PROGRAM, options

run = subprocess.run([sys.executable, *options(), "-Xjit-stats", "-c", PROGRAM], capture_output=True, text=True)
assert run.returncode == 0 and run.stdout == "350000\n", (run.returncode, run.stdout, run.stderr)
forced = [int(line.split()[-1]) for line in run.stderr.splitlines() if line.startswith("jit: forced exits ")]
assert forced and forced[0] >= 3, run.stderr
