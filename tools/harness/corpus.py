"""Runs the programs of corpus/ and compares what they print with what CPython printed.

A program is corpus/AREA/NAME.py, or a command line alone in corpus/AREA/NAME.args. Beside it stand what CPython gave:
NAME.out (standard output), NAME.err (standard error, if any), NAME.code (exit code, if not 0); and what it is given:
NAME.args (the command line, in place of `NAME.py`) and NAME.in (standard input). Files whose name begins with `_` and
everything in subfolders belong to the programs beside them.
"""

import argparse
import concurrent.futures
import difflib
import fnmatch
import os
import pathlib
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
TIMEOUT = 30
STRESS_TIMEOUT = 180
OUTPUT_LIMIT = 4_000_000


class Case:
    """One program with its files; `name` is `AREA/NAME`."""

    def __init__(self, area, stem):
        self.folder = CORPUS / area
        self.stem = stem
        self.name = f"{area}/{stem}"

    def path(self, suffix):
        return self.folder / (self.stem + suffix)

    def read(self, suffix, default=None):
        try:
            return self.path(suffix).read_bytes()
        except FileNotFoundError:
            return default

    def arguments(self):
        line = self.read(".args")
        return shlex.split(line.decode(), comments=True) if line is not None else [self.stem + ".py"]

    def left_out(self):
        """Modes that the program names in `# not-in-mode:` lines."""
        text = self.read(".py", b"") + self.read(".args", b"")
        return {m.decode() for m in re.findall(rb"^# not-in-mode: (\S+)", text, re.M)}


def find_cases(patterns):
    stems = set()
    for area in sorted(p for p in CORPUS.iterdir() if p.is_dir() and p.name != "__pycache__"):
        for path in area.iterdir():
            if path.suffix in (".py", ".args") and not path.name.startswith("_"):
                stems.add((area.name, path.name.removesuffix(path.suffix)))
    cases = [Case(*pair) for pair in sorted(stems)]
    if patterns:
        cases = [c for c in cases if any(fnmatch.fnmatch(c.name, p) or c.name.startswith(p) or p in c.name for p in patterns)]
    return cases


def environment(seed="0"):
    keep = {k: v for k, v in os.environ.items() if k in ("DXPY_LIB", "DXPY_DEPS", "PATH")}
    return keep | {"HOME": "/nonexistent", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC", "TERM": "dumb", "COLUMNS": "80",
                   "NO_COLOR": "1", "PYTHON_COLORS": "0", "PYTHONHASHSEED": seed, "PYTHONDONTWRITEBYTECODE": "1"}


def normalizer(executable):
    """Replaces what differs between machines: the library's place, the program's folder, the executable."""
    real = os.path.realpath(executable)
    library = {os.environ.get("DXPY_LIB") or "", str(ROOT / ".deps/stdlib"), os.path.realpath(ROOT / ".deps/stdlib"),
               str(pathlib.Path(real).parent.parent / "lib/python3.14"), str(pathlib.Path(executable).parent / "../root/usr/lib/python3.14")}
    deps = os.path.realpath(os.environ.get("DXPY_DEPS") or ROOT / ".deps")
    for folder in (deps, str(ROOT / ".deps")):
        library |= {folder + "/stdlib", folder + "/peers/root/usr/lib/python3.14"}
    pairs = [(p, "<lib>") for p in sorted(filter(None, library), key=len, reverse=True)]
    pairs += [(executable, "<exe>"), (real, "<exe>"), (str(CORPUS), "<corpus>"), (os.path.realpath(CORPUS), "<corpus>")]
    table = [(a.encode(), b.encode()) for a, b in pairs]

    def normalize(data):
        for old, new in table:
            data = data.replace(old, new)
        return data
    return normalize


def execute(case, command, normalize, timeout, seed="0"):
    """(output, error output, exit code) of a program; the code is a string when it did not end by itself."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen([*command, *case.arguments()], cwd=case.folder, env=environment(seed), stdout=out, stderr=err,
                                   stdin=subprocess.PIPE, start_new_session=True)
        try:
            process.communicate(case.read(".in", b""), timeout=timeout)
            code = process.returncode
            if code < 0:
                try:
                    code = signal.Signals(-code).name
                except ValueError:
                    code = f"signal {-code}"
        except subprocess.TimeoutExpired:
            code = f"timeout after {timeout} s"
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()
        out.seek(0)
        err.seek(0)
        return normalize(out.read(OUTPUT_LIMIT)), normalize(err.read(OUTPUT_LIMIT)), code


def difference(title, expected, actual, limit):
    if expected == actual:
        return []
    old, new = (x.decode("utf-8", "backslashreplace").splitlines() for x in (expected, actual))
    lines = list(difflib.unified_diff(old, new, "cpython", "dxpy", lineterm="", n=1))[2:]
    if not lines:
        lines = ["  (only line ends differ)"]
    more = [f"    ... {len(lines) - limit} more lines"] if len(lines) > limit else []
    return [f"  {title}:"] + ["    " + line[:200] for line in lines[:limit]] + more


def compare(case, command, normalize, timeout, limit):
    """The lines that tell how a program differs; none if it does not."""
    expected_out, expected_err = case.read(".out"), case.read(".err", b"")
    expected_code = case.read(".code", b"0").decode().strip()
    if expected_out is None:
        return ["  never recorded (tools/corpus --record)"]
    out, err, code = execute(case, command, normalize, timeout)
    lines = difference("output", expected_out, out, limit) + difference("error output", expected_err, err, limit)
    if str(code) != expected_code:
        lines.append(f"  exit code {code}, expected {expected_code}")
    return lines


def record(case, command, normalize):
    out, err, code = execute(case, command, normalize, TIMEOUT)
    if not isinstance(code, int):
        return [f"  {code}"]
    again = execute(case, command, normalize, TIMEOUT, seed="7")
    source = case.read(".py", b"") + case.read(".args", b"")
    if b"# hash-order" not in source and again != (out, err, code):
        return ["  not deterministic:"] + difference("output", out, again[0], 8) + difference("error output", err, again[1], 8)
    case.path(".out").write_bytes(out)
    for suffix, data in ((".err", err), (".code", b"" if code == 0 else b"%d\n" % code)):
        if data:
            case.path(suffix).write_bytes(data)
        else:
            case.path(suffix).unlink(missing_ok=True)
    return []


def read_modes():
    """(mode -> dxpy's options, mode -> the only programs that run in it)"""
    modes, lists = {}, {}
    for line in (ROOT / "tools/modes").read_text().splitlines():
        words = shlex.split(line, comments=True)
        if words:
            if words[1:] and words[1].startswith("@"):
                lists[words[0]] = set((CORPUS / (words.pop(1)[1:] + ".txt")).read_text().split())
            modes[words[0]] = words[1:]
    return modes, lists


def read_pending():
    """(AREA/NAME, mode) of the programs that dxpy does not run yet; the mode `*` means all modes. They count as skipped:
    only a program that stands there may fail. See corpus/pending.txt."""
    lines = (line.split("#")[0].split() for line in (CORPUS / "pending.txt").read_text().splitlines())
    return {(words[0], words[1] if words[1:] else "*") for words in lines if words}


def main():
    parser = argparse.ArgumentParser(prog="corpus", description="Run the programs of corpus/ and compare with CPython.")
    parser.add_argument("--record", action="store_true", help="record what CPython gives")
    parser.add_argument("--mode", action="append", help="a mode of tools/modes; all of them if not given")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--list", action="store_true", help="only list the programs")
    parser.add_argument("--lines", type=int, default=8, help="lines shown of each difference")
    parser.add_argument("--timeout", type=float, help="seconds per program")
    parser.add_argument("--fast", type=float, metavar="S", help="also print the programs that passed within S seconds each")
    parser.add_argument("patterns", nargs="*", metavar="PATTERN", help="part of AREA/NAME, or a glob")
    options = parser.parse_args()
    cases = find_cases(options.patterns)
    if options.list:
        print(*(c.name for c in cases), sep="\n")
        return 0
    if not cases:
        print("no such program", file=sys.stderr)
        return 2

    if options.record:
        python = sys.executable
        normalize = normalizer(python)
        lists = {}
        runs = [("record", lambda case: record(case, [python], normalize))]
    else:
        dxpy = os.path.abspath(os.environ["DXPY"])
        normalize = normalizer(dxpy)
        modes, lists = read_modes()
        for name in options.mode or []:
            if name not in modes:
                print(f"no mode {name!r} in tools/modes", file=sys.stderr)
                return 2
        runs = []
        for name in options.mode or modes:
            timeout = options.timeout or (STRESS_TIMEOUT if "stress" in name else TIMEOUT)
            runs.append((name, lambda case, a=modes[name], t=timeout: compare(case, [dxpy, *a], normalize, t, options.lines)))

    def timed(work, case):
        start = time.monotonic()
        return work(case), time.monotonic() - start

    failed = passed = skipped = 0
    pending = set() if options.record else read_pending()
    gained = []
    for mode, work in runs:
        start = time.monotonic()
        failures = waiting = 0
        if mode not in ("default", "record") and not prove_mode(mode, dxpy, modes[mode]):
            failed += 1
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            chosen = [c for c in cases if mode not in c.left_out() and (mode not in lists or c.name in lists[mode])]
            skipped += sum(mode in c.left_out() for c in cases)
            for case, (lines, spent) in zip(chosen, pool.map(lambda case: timed(work, case), chosen)):
                if options.fast and not lines and spent <= options.fast:
                    print("fast:", case.name)
                waits = (case.name, mode) in pending or (case.name, "*") in pending
                if waits and lines and not options.patterns:
                    waiting += 1
                elif waits and not lines:
                    gained.append(f"{case.name} [{mode}]")
                elif lines:
                    failures += 1
                    print(f"FAIL {case.name} [{mode}]", *lines, sep="\n", flush=True)
        good = len(chosen) - failures - waiting
        skipped += waiting
        print(f"{mode}: {good} of {len(chosen)} in {time.monotonic() - start:.1f} s", flush=True)
        passed += good
        failed += failures
    if gained:
        print("pending no longer (take them out of corpus/pending.txt):", *gained, sep="\n  ")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


def prove_mode(mode, dxpy, arguments):
    """Runs Tests/modes/MODE.py, which exits with 0 only if the mode is on."""
    proof = ROOT / "Tests/modes" / (mode + ".py")
    if not proof.exists():
        print(f"FAIL mode {mode}: nothing shows that it is on (Tests/modes/{proof.name} is missing)")
        return False
    result = subprocess.run([dxpy, *arguments, str(proof)], env=environment(), capture_output=True, text=True)
    if result.returncode:
        print(f"FAIL mode {mode} is not on: {proof.name} exits with {result.returncode}\n{result.stdout}{result.stderr}")
    return result.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
