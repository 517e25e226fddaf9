"""Runs files of CPython's test suite under dxpy and compares test by test with what CPython gives.

Each file has a process of its own (conformance_runner.py), which reports every test as it starts and ends. A test in which
the process dies or stops reporting counts as `crash` or `timeout`, and a new process goes on behind it. CPython's own
results are kept in .deps/conformance. Only tests that CPython passes count.
"""

import argparse
import concurrent.futures
import datetime
import json
import os
import pathlib
import shlex
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
LISTS = ROOT / "Tests/conformance"
RUNNER = ROOT / "tools/harness/conformance_runner.py"
DEPS = pathlib.Path(os.environ.get("DXPY_DEPS") or ROOT / ".deps").resolve()
RESTARTS = 40


def environment(folder):
    keep = {k: v for k, v in os.environ.items() if k in ("PATH", "DXPY_LIB", "DXPY_DEPS")}
    return keep | {"HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC", "TERM": "dumb", "PYTHONHASHSEED": "0",
                   "PYTHON_COLORS": "0", "PYTHONDONTWRITEBYTECODE": "1"}


def read_lines(path):
    """(test -> (kind, detail), the test that started and never ended, whether the run was complete)"""
    results, running, done = {}, None, False
    for line in path.read_text("utf-8", "replace").splitlines():
        kind, _, rest = line.partition("\t")
        name, _, detail = rest.partition("\t")
        if kind == "start":
            running = name
        elif kind == "done":
            done, running = True, None
        elif kind in ("ok", "fail", "error", "skip", "crash", "timeout"):
            results[name] = (kind, detail)
            if name == running:
                running = None
    return results, running, done


def run_file(command, module, limit):
    """Test -> (kind, detail) of one file; the key `(file)` tells of a process that died outside of any test."""
    with tempfile.TemporaryDirectory(prefix="conformance-", ignore_cleanup_errors=True) as folder:
        output, skip = pathlib.Path(folder, "output"), pathlib.Path(folder, "skip")
        output.touch()
        skip.touch()
        work = pathlib.Path(folder, "work")
        work.mkdir()
        for _ in range(RESTARTS):
            errors = pathlib.Path(folder, "errors")
            before = output.stat().st_size
            with open(errors, "wb") as err:
                process = subprocess.Popen([*command, str(RUNNER), module, str(output), str(skip)], cwd=work, env=environment(folder),
                                           stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=err, start_new_session=True)
                code, size, since = None, before, time.monotonic()
                while code is None:
                    try:
                        code = process.wait(0.2)
                    except subprocess.TimeoutExpired:
                        now = output.stat().st_size
                        if now != size:
                            size, since = now, time.monotonic()
                        elif time.monotonic() - since > limit:
                            break
                try:
                    os.killpg(process.pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
                process.wait()
            results, running, done = read_lines(output)
            if done:
                return results
            tail = errors.read_text("utf-8", "replace").strip().splitlines()
            detail = (tail[-1] if tail else "no message")[:200]
            kind = "timeout" if code is None else "crash"
            if code is not None:
                detail = f"exit code {code}: {detail}"
            if running is None:
                results["(file)"] = (kind, detail)
                return results
            with open(output, "a") as f:
                f.write(f"{kind}\t{running}\t{detail}\n")
            results[running] = (kind, detail)
            skip.write_text("\n".join(results))
        results["(file)"] = ("crash", f"gave up after {RESTARTS} processes")
        return results


def cpython_results(module, limit):
    version = sys.version.split()[0]
    store = DEPS / "conformance" / version / (module + ".json")
    if store.exists():
        return json.loads(store.read_text())
    results = run_file([sys.executable], module, limit)
    # (What did not even begin, while the machine was short of something, is no reference.)
    if any(name == "(file)" or "_FailedTest" in name for name in results):
        return results
    store.parent.mkdir(parents=True, exist_ok=True)
    temporary = store.with_suffix(f".{os.getpid()}")
    temporary.write_text(json.dumps(results))
    temporary.replace(store)
    return results


def read_must_pass():
    """Module -> the tests that have to pass."""
    path, out = LISTS / "must_pass.txt", {}
    if path.exists():
        for line in path.read_text().splitlines():
            module, _, test = line.partition(" ")
            if test and not line.startswith("#"):
                out.setdefault(module, []).append(test)
    return out


def read_excluded():
    """Module -> the tests that are not counted."""
    path, out = LISTS / "excluded.txt", {}
    if path.exists():
        for line in path.read_text().splitlines():
            if line and not line.startswith("#"):
                module, _, test = line.split(" ", 2)
                out.setdefault(module, set()).add(test)
    return out


def read_remaining(mode):
    """Module -> test -> why it fails; and what may fail in MODE only: (module, test)."""
    path, out, sometimes = LISTS / "remaining.txt", {}, set()
    if path.exists():
        for line in path.read_text().splitlines():
            if line and not line.startswith("#"):
                name, _, reason = line.partition(": ")
                if name.startswith("["):
                    where, _, name = name[1:].partition("] ")
                    if where != mode:
                        continue
                    sometimes.add(tuple(name.split(" ", 1)))
                module, _, test = name.partition(" ")
                out.setdefault(module, {})[test] = reason
    return out, sometimes


def read_tiers():
    tiers = {}
    for line in (LISTS / "tiers.txt").read_text().splitlines():
        tier, module = line.split()
        tiers.setdefault(int(tier), []).append(module)
    return tiers


def commit():
    done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip() or "unknown"


def write_must_pass(must, modules, found):
    """Replaces the lists of the files that were run."""
    for module in modules:
        passing = sorted(t for t, (kind, _) in found[module]["dxpy"].items() if kind == "ok" and found[module]["cpython"].get(t, ("",))[0] == "ok")
        must.pop(module, None)
        if passing:
            must[module] = passing
    lines = ["# Tests of CPython's suite that dxpy passes and must go on passing. Recorded by tools/conformance --record."]
    lines += [f"{module} {test}" for module in sorted(must) for test in must[module]]
    (LISTS / "must_pass.txt").write_text("\n".join(lines) + "\n")


def main():
    parser = argparse.ArgumentParser(prog="conformance", description="Run CPython's own tests under dxpy and compare with CPython.")
    parser.add_argument("--tier", type=int, action="append", default=[], help="every file of a tier (Tests/conformance/tiers.txt)")
    parser.add_argument("--mode", default="default", help="a mode of tools/modes")
    parser.add_argument("--must-pass", action="store_true", help="only what the list says; a loss is a failure")
    parser.add_argument("--record", action="store_true", help="record the list of what must pass for the files that were run")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--timeout", type=float, default=60, help="seconds without a report")
    parser.add_argument("--show", type=int, default=10, help="failures shown per file")
    parser.add_argument("--output", default=str(ROOT / ".build/conformance.json"), help="where the results go, as JSON")
    parser.add_argument("files", nargs="*", metavar="FILE", help="test_grammar, ...")
    options = parser.parse_args()

    modes = {w[0]: [o for o in w[1:] if o[0] != "@"] for line in (ROOT / "tools/modes").read_text().splitlines() if (w := shlex.split(line, comments=True))}
    if options.mode not in modes:
        print(f"no mode {options.mode!r} in tools/modes", file=sys.stderr)
        return 2
    must, tiers, excluded = read_must_pass(), read_tiers(), read_excluded()
    modules = [f.removesuffix(".py") for f in options.files] + [m for t in options.tier for m in tiers.get(t, [])]
    if options.must_pass:
        modules = modules or sorted(must)
    elif not modules:
        parser.error("name files or a tier")
    unknown = [m for m in modules if not any((DEPS / "stdlib/test" / (m.replace(".", "/") + end)).exists() for end in (".py", "/__init__.py"))]
    if unknown:
        print("no such test file:", *unknown, file=sys.stderr)
        return 2
    command = [os.path.abspath(os.environ["DXPY"]), *modes[options.mode]]
    remaining, sometimes = read_remaining(options.mode)

    def work(module):
        cpython, dxpy = cpython_results(module, options.timeout), run_file(command, module, options.timeout)
        if options.must_pass:
            try_again(module, dxpy, "second")
        return module, cpython, dxpy

    def try_again(module, dxpy, which):
        # A busy machine, or an object that a stale word kept alive: a loss is what fails every time.
        missing = [t for t in must.get(module, []) if dxpy.get(t, ("",))[0] != "ok"]
        again = run_file(command, module, options.timeout) if missing else {}
        for t in missing:
            if again.get(t, ("",))[0] == "ok":
                print(f"{module}: {t} passed the {which} time; before {(dxpy.get(t) or dxpy.get('(file)') or ('absent', ''))[0]}", flush=True)
                dxpy[t] = again[t]

    gained, unlisted = [], []
    listed = {m for t in (1, 2) for m in tiers.get(t, [])}
    found, totals, lost = {}, {"passed": 0, "failed": 0, "skipped": 0, "excluded": 0}, []
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        if options.must_pass:
            # What fails twice beside others is tried once more when nothing else of ours runs: how much is compiled, and what waits for whom, depends on the time there is.
            results = list(pool.map(work, modules))
            for module, _, dxpy in results:
                try_again(module, dxpy, "third")
        else:
            results = pool.map(work, modules)
        for module, cpython, dxpy in results:
            found[module] = {"cpython": cpython, "dxpy": dxpy}
            out = excluded.get(module, ())
            wanted = [t for t, (kind, _) in cpython.items() if kind == "ok" and t not in out]
            totals["excluded"] += sum(kind == "ok" and t in out for t, (kind, _) in cpython.items())
            good = [t for t in wanted if dxpy.get(t, ("",))[0] == "ok"]
            bad = {t: dxpy.get(t) or dxpy.get("(file)") or ("absent", "") for t in wanted if t not in set(good)}
            told = remaining.get(module, {})
            gained += [f"{module} {t}" for t in told if dxpy.get(t, ("",))[0] == "ok" and cpython.get(t, ("",))[0] == "ok"
                       and not options.must_pass and (module, t) not in sometimes]
            unlisted += [f"{module} {t}: {' '.join(bad[t])}" for t in bad if t not in told and module in listed and not options.must_pass]
            missing = [t for t in must.get(module, []) if dxpy.get(t, ("",))[0] != "ok"]
            lost += [f"{module} {t}" for t in missing]
            if options.must_pass:
                totals["passed"] += len(must.get(module, [])) - len(missing)
                totals["failed"] += len(missing)
                shown = missing
            else:
                totals["passed"] += len(good)
                totals["failed"] += len(bad)
                totals["skipped"] += sum(kind == "skip" for kind, _ in cpython.values())
                shown = list(bad)
            print(f"{module}: {len(good)} of {len(wanted)}", flush=True)
            for t in shown[:options.show]:
                kind, detail = bad.get(t, ("absent", ""))
                print(f"    {kind} {t}: {detail}")
            if len(shown) > options.show > 0:
                print(f"    ... {len(shown) - options.show} more")

    if modules:
        path = pathlib.Path(options.output)
        path.parent.mkdir(parents=True, exist_ok=True)
        count = totals["passed"] + totals["failed"]
        summary = {"timestamp": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"), "commit": commit(), "mode": options.mode,
                   "passed": totals["passed"], "failed": totals["failed"], "total": count, "percentage": round(100 * totals["passed"] / count, 2) if count else None}
        path.write_text(json.dumps({"summary": summary, "files": {m: {t: r for t, r in f["dxpy"].items()} for m, f in found.items()}}, indent=0) + "\n")
        if options.record:
            write_must_pass(must, modules, found)
            with open(LISTS / "history.jsonl", "a") as f:
                f.write(json.dumps(summary | {"files": len(modules)}) + "\n")
    for line in lost[:50]:
        print("LOST", line)
    for line in gained:
        print("PASSES NOW (take it out of Tests/conformance/remaining.txt)", line)
    for line in unlisted:
        print("NOT IN remaining.txt", line)
    print(f"{totals['passed']} passed, {totals['failed']} failed, {totals['skipped']} skipped, {totals['excluded']} excluded")
    # Of tiers 1 and 2 what fails is known and listed, with the reason.
    failed = unlisted or any(m not in listed for m in modules) and totals["failed"]
    return 1 if lost or (failed and not options.must_pass and not options.record) else 0


if __name__ == "__main__":
    sys.exit(main())
