"""A stand-in for pyperf: as much of its interface as the programs of pyperformance use, written for short runs.

Every `bench_...` appends a line of JSON to the file that PYPERF_OUTPUT names: the first call (one round), the seconds a
round took in each of the later calls, a digest of what the function returned where that can be compared, and the peak
memory so far. PYPERF_SECONDS bounds the time of one benchmark: a third of it warms up, the rest is measured.
PYPERF_CLOCK=cpu measures the processor time of the process instead (of its children for commands), for a busy machine.
"""

import argparse
import json
import os
import subprocess
import sys
import time
import zlib

def _children():
    t = os.times()
    return t.children_user + t.children_system


_is_cpu = os.environ.get("PYPERF_CLOCK") == "cpu"
perf_counter = time.process_time if _is_cpu else time.perf_counter
__version__ = "2.9.0"
VALUES_AT_LEAST, VALUES_AT_MOST, ROUND_AT_LEAST = 3, 10, 0.02


def python_implementation():
    return sys.implementation.name.lower()


def python_has_jit():
    return python_implementation() in ("pypy", "dxpy")


def _digest(value):
    """Something that is equal for equal results on every implementation; None for what cannot be compared."""
    if isinstance(value, (int, float, complex, str, bytes, bool)):
        text = repr(value)
    elif isinstance(value, (list, tuple)) and len(value) < 10000 and all(_digest(v) for v in value):
        text = repr(value)
    else:
        return None
    return "%08x" % zlib.crc32(text.encode("utf-8", "backslashreplace"))


def _peak():
    try:
        with open("/proc/self/status") as f:
            for line in f:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1])
    except OSError:
        pass
    return 0


class Runner:
    def __init__(self, values=None, warmups=None, processes=None, loops=0, min_time=0.1, metadata=None, show_name=True,
                 program_args=None, add_cmdline_args=None, _argparser=None):
        self.metadata = dict(metadata or {})
        self.argparser = _argparser or argparse.ArgumentParser()
        self.args = None
        for name in ("--worker", "--verbose", "--quiet", "--fast", "--rigorous", "--debug-single-value"):
            self.argparser.add_argument(name, action="store_true")
        for name in ("--inherit-environ", "--output", "-o"):
            self.argparser.add_argument(name)
        self.argparser.add_argument("--loops", "-l", type=int, default=0)

    def parse_args(self, args=None):
        if self.args is None:
            self.args = self.argparser.parse_args(args)
        return self.args

    def _measure(self, name, call, inner_loops=None):
        """CALL(rounds) returns the seconds they took and a result."""
        self.parse_args()
        limit = float(os.environ.get("PYPERF_SECONDS", "3"))
        inner = inner_loops or 1
        begin = time.monotonic()
        first, result = call(1)
        digest = _digest(result)
        rounds = 1
        while True:
            if time.monotonic() - begin >= limit / 3:
                break
            taken, result = call(rounds)
            if digest != _digest(result):
                digest = "varies"
            if taken < ROUND_AT_LEAST:
                rounds *= 2 if taken > ROUND_AT_LEAST / 8 else 8
        values = []
        while len(values) < VALUES_AT_LEAST or (len(values) < VALUES_AT_MOST and time.monotonic() - begin < limit):
            if values and time.monotonic() - begin > 4 * limit:
                break
            taken, result = call(rounds)
            values.append(taken / rounds / inner)
            if digest != _digest(result):
                digest = "varies"
        line = json.dumps({"name": name, "first": first / inner, "values": values, "digest": digest, "peak": _peak()})
        output = os.environ.get("PYPERF_OUTPUT")
        if output:
            with open(output, "a") as f:
                f.write(line + "\n")
        else:
            print(line, flush=True)

    def bench_time_func(self, name, time_func, *args, inner_loops=None, metadata=None):
        self._measure(name, lambda rounds: (time_func(rounds, *args), None), inner_loops)

    def bench_func(self, name, func, *args, inner_loops=None, metadata=None):
        def call(rounds):
            start = perf_counter()
            for _ in range(rounds):
                result = func(*args)
            return perf_counter() - start, result
        self._measure(name, call, inner_loops)

    def bench_async_func(self, name, func, *args, inner_loops=None, metadata=None, loop_factory=None):
        import asyncio

        async def timed(rounds):
            start = perf_counter()
            for _ in range(rounds):
                result = await func(*args)
            return perf_counter() - start, result

        def call(rounds):
            if loop_factory is None:
                return asyncio.run(timed(rounds))
            with asyncio.Runner(loop_factory=loop_factory) as runner:
                return runner.run(timed(rounds))
        self._measure(name, call, inner_loops)

    def bench_command(self, name, command, metadata=None):
        # What sys.executable is started with by the harness (-X jit=off) must reach the child too.
        if command[0] == sys.executable:
            command = [sys.executable, *os.environ.get("PYPERF_FLAGS", "").split(), *command[1:]]

        clock = _children if _is_cpu else perf_counter

        def call(rounds):
            start = clock()
            for _ in range(rounds):
                subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
            return max(clock() - start, 1e-6), None
        self._measure(name, call)
