"""Times the programs of Benchmarks/programs on dxpy with the JIT on and off, CPython 3.14 and PyPy, side by side.

A program defines SIZE, QUICK and run(n), which does a fixed amount of work and returns a value that can be checked. Each
implementation runs it in a process of its own through driver.py: a few iterations to warm up, then at least five that
count. That is repeated in rounds in which every implementation has its turn, so that they share what else the machine
does; reported is the median of the rounds' medians. The first iteration, which is what a short script sees, has a
column of its own. A figure counts only if the result is the same as CPython's. Two further rows time whole processes: an
empty program, and one that imports a good part of the library.

Rejected: the best of several runs (it hides a compiler that throws code away), and timing the process as a whole (it
mixes start-up into everything). Peak memory is VmHWM of the process, since the rusage of a child begins with the
size of the parent that forked it.
"""

import argparse
import datetime
import json
import math
import os
import pathlib
import platform
import re
import resource
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
RESULTS = HERE / "results"
STARTUP = {
    "startup": "pass",
    "startup_imports": "import argparse, collections, dataclasses, enum, json, pathlib, re, typing",
}
WARM_UP, MEASURED = 3, 5
STARTUP_RUNS = 7
CLOCKS = {"wall": "time by the clock", "cpu": "processor time"}


class Program:
    def __init__(self, path):
        text = path.read_text()
        self.name, self.path = path.stem, path
        self.title = text.split('"""')[1].strip()
        sizes = re.search(r"^SIZE, QUICK = ([\d_]+), ([\d_]+)$", text, re.M)
        self.size, self.quick = (int(s) for s in sizes.groups())


def implementations(with_peers):
    """Name -> command, CPython first: its results are what the others are checked against."""
    peers = pathlib.Path(sys.executable).absolute().parent
    found = {"cpython": [str(peers / "python3.14")]}
    if with_peers:
        found["pypy"] = [str(peers / "pypy3")]
    dxpy = os.environ["DXPY"]
    return found | {"interpreter": [dxpy, "-X", "jit=off"], "jit": [dxpy]}


def only(commands, options):
    return {n: c for n, c in commands.items() if not options.only or n == "cpython" or n in options.only}


def environment():
    keep = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "DXPY_LIB", "DXPY_DEPS")}
    return keep | {"LANG": "C.UTF-8", "PYTHONHASHSEED": "0", "TZ": "UTC"}


def run_program(command, program, quick, clock):
    """The driver's answer as a dictionary, or one with an `error`."""
    size = program.quick if quick else program.size
    arguments = [str(HERE / "driver.py"), str(program.path), str(size), str(WARM_UP + MEASURED), clock]
    try:
        done = subprocess.run([*command, *arguments], env=environment(), capture_output=True, text=True, timeout=60 if quick else 300)
    except subprocess.TimeoutExpired as e:
        return {"error": f"no result after {e.timeout:.0f} s"}
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        return {"error": f"exit code {done.returncode}: {lines[-1] if lines else 'no message'}"[:160]}
    try:
        answer = json.loads(done.stdout.splitlines()[-1])
    except (ValueError, IndexError):
        return {"error": f"unreadable answer {done.stdout[-80:]!r}"}
    answer["median"] = statistics.median(answer["times"][WARM_UP:])
    answer["first"] = answer["times"][0]
    if not answer["same"]:
        answer["error"] = "iterations gave different results"
    return answer


def processor_time():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run_startup(command, source, quick, clock):
    times, runs = [], 5 if quick else STARTUP_RUNS
    now = processor_time if clock == "cpu" else time.perf_counter
    for _ in range(runs + 1):
        start = now()
        done = subprocess.run([*command, "-c", source], env=environment(), capture_output=True, text=True)
        times.append(now() - start)
        if done.returncode:
            lines = done.stderr.strip().splitlines()
            return {"error": f"exit code {done.returncode}: {lines[-1] if lines else 'no message'}"[:160]}
    peak = subprocess.run([*command, "-c", source + "\nfor l in open('/proc/self/status'):\n if l[:5] == 'VmHWM': print(l.split()[1])"],
                          env=environment(), capture_output=True, text=True).stdout.strip()
    # The first run may write caches.
    return {"median": statistics.median(times[1:]), "first": times[0], "peak": int(peak) if peak.isdigit() else None, "result": ""}


def together(rounds):
    """The medians of an implementation's rounds; the round that failed, if one did."""
    last = rounds[-1]
    if "error" in last:
        return last
    peaks = [r["peak"] for r in rounds if r.get("peak")]
    return last | {k: statistics.median(r[k] for r in rounds) for k in ("median", "first")} | {"peak": max(peaks) if peaks else None}


def label(ratio):
    """How a time stands to CPython's; `ratio` is CPython's time by this one."""
    if ratio is None:
        return "-"
    text = f"{ratio:.1f}x faster" if ratio >= 1 else f"{1 / ratio:.1f}x slower"
    return "as fast" if text.startswith("1.0x") else text


def geometric_mean(ratios):
    ratios = [r for r in ratios if r]
    return math.exp(sum(map(math.log, ratios)) / len(ratios)) if ratios else None


def seconds(t):
    return f"{t * 1000:.1f} ms" if t < 1 else f"{t:.2f} s"


def output_of(*command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
        return (done.stdout or done.stderr).strip().splitlines()[0] if done.returncode == 0 else "unknown"
    except (OSError, IndexError):
        return "unknown"


def describe_machine(commands):
    cpu = "unknown processor"
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            cpu = line.partition(":")[2].strip()
            break
    commit = output_of("git", "rev-parse", "--short", "HEAD")
    changed = output_of("git", "status", "--porcelain", "--untracked-files=no") not in ("unknown",)
    return {
        "date": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "commit": commit + ("+" if changed else ""),
        "machine": f"{cpu}, {os.cpu_count()} cores, {platform.system()} {platform.release().split('-')[0]}",
        "load": [round(x, 2) for x in os.getloadavg()],
        "versions": {name: output_of(*command, "-V") for name, command in commands.items() if name != "interpreter"},
    }


def ratios(rows, name, key="median"):
    """Program -> CPython's time by this one's, where the result was right."""
    out = {}
    for row in rows:
        base, mine = row["runs"]["cpython"], row["runs"].get(name, {})
        if "error" not in base and "error" not in mine and mine.get(key):
            out[row["name"]] = base[key] / mine[key]
    return out


def table(rows, names):
    titles = {"pypy": "PyPy", "interpreter": "dxpy, JIT off", "jit": "dxpy"}
    others = [n for n in names if n != "cpython"]
    shown = [n for n in ("interpreter", "jit") if n in names]
    firsts = {"interpreter": "first iteration, JIT off", "jit": "first iteration"}
    head = ["program", "CPython"] + [titles[n] for n in others] + [firsts[n] for n in shown] + ["peak MB: CPython", "dxpy"]
    lines = ["| " + " | ".join(head) + " |", "| --- |" + " ---: |" * (len(head) - 1)]
    for row in rows:
        runs, cells = row["runs"], [row["name"]]
        base = runs["cpython"]
        cells.append(base.get("error") or seconds(base["median"]))
        for name in others:
            r = runs[name]
            ok = "error" not in r and "error" not in base
            cells.append(f"{seconds(r['median'])}, {label(base['median'] / r['median'])}" if ok else r.get("error", "-"))
        for name in shown:
            r = runs[name]
            cells.append(label(base["first"] / r["first"]) if "error" not in r and "error" not in base else "-")
        for name in ("cpython", "jit"):
            peak = runs.get(name, {}).get("peak")
            cells.append(f"{peak / 1024:.0f}" if peak else "-")
        lines.append("| " + " | ".join(cells) + " |")
    means = ["**geometric mean**", ""] + [f"**{label(geometric_mean(ratios(rows, n).values()))}**" for n in others]
    means += [f"**{label(geometric_mean(ratios(rows, n, 'first').values()))}**" for n in shown] + ["", ""]
    return lines + ["| " + " | ".join(means) + " |"]


def report(rows, names, about, quick):
    lines = ["# Benchmarks", "", f"{about['date']}, commit {about['commit']}{', quick sizes' if quick else ''}. {about['machine']}; load {about['load'][0]}.",
             "; ".join(f"{n}: {v}" for n, v in about["versions"].items()) + ".", "",
             f"Median of {MEASURED} iterations after {WARM_UP} to warm up, {about['rounds']} rounds, {CLOCKS[about['clock']]}; results checked against CPython's.", ""]
    lines += table(rows, names)
    slower = sorted((r, n) for n, r in ratios(rows, "jit").items() if r < 0.98)
    lines += ["", "Slower than CPython: " + (", ".join(f"{n} ({1 / r:.1f}x)" for r, n in slower) if slower else "none") + "."]
    return "\n".join(lines) + "\n"


def save(rows, names, about, text):
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "latest.md").write_text(text)
    small = {row["name"]: {n: ({"error": r["error"]} if "error" in r else {"median": round(r["median"], 6), "first": round(r["first"], 6), "peak": r.get("peak")})
                           for n, r in row["runs"].items()} for row in rows}
    (RESULTS / "latest.json").write_text(json.dumps({"about": about, "programs": small}, indent=1) + "\n")
    entry = {"date": about["date"], "commit": about["commit"]}
    for name in names:
        if name != "cpython":
            found = ratios(rows, name)
            mean = geometric_mean(found.values())
            entry[name] = {"mean": mean and round(mean, 3), "programs": {n: round(r, 2) for n, r in found.items()}}
    with open(RESULTS / "history.jsonl", "a") as f:
        f.write(json.dumps(entry) + "\n")


def main():
    parser = argparse.ArgumentParser(prog="Benchmarks/run", description="Time the benchmark programs side by side.")
    parser.add_argument("--quick", action="store_true", help="small sizes: a look, not a measurement")
    parser.add_argument("--peers", action="store_true", help="PyPy as well")
    parser.add_argument("--save", action="store_true", help="write results/ even for a part of the programs")
    parser.add_argument("--suite", choices=["own", "pyperformance"], default="own", help="which programs: ours, or those of pyperformance (see pyperformance.py)")
    parser.add_argument("--only", action="append", metavar="WHO", choices=["cpython", "pypy", "interpreter", "jit"], help="one implementation (CPython is run always)")
    parser.add_argument("--seconds", type=float, default=3, help="pyperformance: bound for one benchmark")
    parser.add_argument("--timeout", type=float, default=120, help="pyperformance: bound for one process")
    parser.add_argument("--clock", choices=["wall", "cpu"], default="wall", help="cpu is for a busy machine")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each implementation")
    parser.add_argument("--output", metavar="FILE", help="pyperformance: where the report goes")
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args()
    if options.suite == "pyperformance":
        sys.modules.setdefault("harness", sys.modules[__name__])
        import pyperformance
        return pyperformance.main(options, only(implementations(options.peers), options))
    programs = {p.stem: Program(p) for p in sorted((HERE / "programs").glob("*.py"))}
    everything = [*STARTUP, *programs]
    chosen = [n for n in everything if not options.names or any(part in n for part in options.names)]
    if not chosen:
        print("no such program; there are:", *everything, file=sys.stderr)
        return 2
    commands = only(implementations(options.peers), options)
    about = describe_machine(commands) | {"rounds": options.rounds, "clock": options.clock}
    rows, wrong = [], 0
    for name in chosen:
        rounds = {who: [] for who in commands}
        for _ in range(options.rounds):
            for who, command in commands.items():
                if any("error" in r for r in rounds[who]):
                    continue
                if name in STARTUP:
                    rounds[who].append(run_startup(command, STARTUP[name], options.quick, options.clock))
                else:
                    rounds[who].append(run_program(command, programs[name], options.quick, options.clock))
        runs = {}
        for who in commands:
            runs[who] = together(rounds[who])
            base = runs["cpython"]
            if "error" not in runs[who] and "error" not in base and runs[who]["result"] != base["result"]:
                runs[who]["error"] = "WRONG RESULT"
            wrong += "error" in runs[who]
        rows.append({"name": name, "runs": runs})
        print(f"{name:<20}", *(f"{who}: {r['error'] if 'error' in r else seconds(r['median'])}" for who, r in runs.items()), sep="  ", flush=True)
    text = report(rows, list(commands), about, options.quick)
    print()
    print(text)
    if options.save or not (options.names or options.quick):
        save(rows, list(commands), about, text)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
