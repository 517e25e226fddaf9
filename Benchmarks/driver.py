"""driver.py FILE SIZE COUNT [CLOCK]: runs a benchmark's `run(SIZE)` COUNT times; prints times in seconds and peak memory in KiB as JSON.
CLOCK is "cpu" for the process's processor time.

Runs on every implementation, so it uses little of the library, and nothing of it while the clock runs.
"""
import sys
from time import perf_counter, process_time


def main():
    path, size, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    clock = process_time if sys.argv[4:] == ["cpu"] else perf_counter
    with open(path, encoding="utf-8") as f:
        text = f.read()
    start = clock()
    scope = {"__name__": "benchmark", "__file__": path}
    exec(compile(text, path, "exec"), scope)
    load = clock() - start
    run = scope["run"]
    times, results = [], []
    for _ in range(count):
        start = clock()
        result = run(size)
        times.append(clock() - start)
        results.append(repr(result))
    peak = 0
    with open("/proc/self/status") as f:
        for line in f:
            if line.startswith("VmHWM:"):
                peak = int(line.split()[1])
    same = all(r == results[0] for r in results)
    quoted = "".join(c if c.isalnum() or c in " .,:;()[]{}_+-=|" else "\\u%04x" % ord(c) for c in results[0])
    print('{"load": %r, "times": %r, "peak": %d, "same": %s, "result": "%s"}' % (load, times, peak, "true" if same else "false", quoted))


main()
