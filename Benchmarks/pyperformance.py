"""Runs the programs of pyperformance on dxpy with the JIT on and off, CPython 3.14 and PyPy, side by side.

pyperformance and what its programs want are installed by the machine's own pip into .deps/pyperformance; pyperf itself is
replaced by a stand-in (stand-in/pyperf.py). Every program runs in a process of its own under each implementation; it
reports its first round and the median of a few later ones, with a bound of seconds for each. Extension modules among the
requirements are for another interpreter and never load: what does not work without them is left out (WITHOUT).

A figure counts only if the program ended well and returned what it returned on CPython, where that can be compared.
"""

import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

import harness

DEPS = pathlib.Path(os.environ.get("DEPS") or harness.ROOT / ".deps").resolve()
PLACE = DEPS / "pyperformance"
PACKAGE = "pyperformance==1.14.0"
# Why a program is left out.
WITHOUT = {
    "fastapi": "pydantic's core is a native extension",
    "hg_startup": "mercurial is native",
    "dask": "starts processes of its own and measures those",
    "sphinx": "takes minutes",
    "coverage": "the tracer is a native extension",
}
# What a requirement leaves out of its own list (pip resolves for the interpreter it runs on). setuptools holds what was `distutils` up to Python 3.11.
EXTRA = {"django_template": ["legacy-cgi==2.6", "setuptools==80.9.0"], "sympy": ["setuptools==80.9.0"]}


class Program:
    """One entry of pyperformance's manifest: a script, with arguments."""
    def __init__(self, folder, description):
        text = description.read_text()
        self.name = re.search(r'^\[tool\.pyperformance\][^\[]*?^name = "([^"]+)"', text, re.M | re.S).group(1)
        options = re.search(r"^extra_opts = (\[.*\])", text, re.M)
        self.arguments = json.loads(options.group(1)) if options else []
        self.folder, self.script = folder, folder / "run_benchmark.py"
        listed = folder / "requirements.txt"
        self.requirements = listed.read_text().split() if listed.exists() else []
        self.requirements += [r for r in EXTRA.get(self.name, []) if r not in self.requirements]
        self.site = PLACE / "sites" / folder.name.removeprefix("bm_")


def pip(log, *arguments):
    command = [shutil.which("python3", path="/usr/local/bin:/usr/bin:" + os.environ.get("PATH", "")) or "python3", "-m", "pip", "install", "-q", "--no-compile", *arguments]
    for python in ("python3", command[0]):
        command[0] = python
        with open(log, "a") as f:
            if subprocess.run(command, stdout=f, stderr=f).returncode == 0:
                return True
    return False


def programs():
    """Name -> Program; installs pyperformance at the first call."""
    PLACE.mkdir(parents=True, exist_ok=True)
    home = PLACE / "package"
    if not (home / "pyperformance").is_dir():
        print("installing", PACKAGE, file=sys.stderr)
        if not pip(PLACE / "pip.log", "--no-deps", "--target", str(home), PACKAGE):
            sys.exit(f"pip cannot install {PACKAGE} (see {PLACE}/pip.log)")
    found = {}
    for folder in sorted((home / "pyperformance" / "data-files" / "benchmarks").glob("bm_*")):
        for description in [folder / "pyproject.toml", *sorted(folder.glob("bm_*.toml"))]:
            program = Program(folder, description)
            found[program.name] = program
    return found


def install(program):
    """Whether the requirements are there; they are fetched once."""
    if not program.requirements:
        return True
    stamp, wanted = program.site / ".stamp", " ".join(program.requirements)
    if stamp.exists() and stamp.read_text().removesuffix(" FAILED") == wanted:
        return not stamp.read_text().endswith(" FAILED")
    program.site.mkdir(parents=True, exist_ok=True)
    print("installing", wanted, file=sys.stderr)
    ok = pip(PLACE / "pip.log", "--target", str(program.site), *program.requirements)
    # (Its own way to provide that is a `.pth` file, which is read in site-packages alone.)
    if ok and (program.site / "setuptools" / "_distutils").is_dir() and not (program.site / "distutils").exists():
        (program.site / "distutils").symlink_to("setuptools/_distutils")
    stamp.write_text(wanted if ok else wanted + " FAILED")
    return ok


def run(command, program, options):
    """The answers of a program, a dictionary each, by name; or one with an `error` under the program's own name."""
    with tempfile.TemporaryDirectory() as folder:
        output = pathlib.Path(folder, "output")
        environment = harness.environment() | {
            "PYTHONPATH": os.pathsep.join([str(harness.HERE / "stand-in"), str(program.site), str(program.folder / "vendor" / "src")]),
            "PYPERF_OUTPUT": str(output), "PYPERF_SECONDS": str(options.seconds), "PYPERF_FLAGS": " ".join(command[1:]), "PYPERF_CLOCK": options.clock,
        }
        # A program may write beside itself: it runs in a copy.
        copy = pathlib.Path(folder, program.folder.name)
        shutil.copytree(program.folder, copy)
        failure = None
        try:
            done = subprocess.run([*command, str(copy / "run_benchmark.py"), *program.arguments], env=environment, cwd=copy,
                                  stdin=subprocess.DEVNULL, capture_output=True, timeout=options.timeout)
            if done.returncode:
                lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
                failure = f"exit code {done.returncode}: {lines[-1] if lines else 'no message'}"[:150]
        except subprocess.TimeoutExpired:
            failure = f"no result after {options.timeout:.0f} s"
        answers = {}
        if output.exists():
            for line in output.read_text().splitlines():
                answer = json.loads(line)
                answer["median"] = statistics.median(answer["values"])
                answers[answer["name"]] = answer
        if failure or not answers:
            answers[program.name] = {"error": failure or "measured nothing"}
        return answers


def rows_of(program, commands, options):
    """A row for each benchmark of a program, as harness.table wants them."""
    found = {who: run(command, program, options) for who, command in commands.items()}
    names = list(dict.fromkeys(n for answers in found.values() for n in answers))
    # A failure stands in the rows of the benchmarks that CPython reported.
    if len(found["cpython"]) > 1 or "error" not in found["cpython"].get(program.name, {"error": ""}):
        names = list(found["cpython"])
    rows = []
    for name in names:
        runs = {}
        base = found["cpython"].get(name, {"error": "-"})
        for who, answers in found.items():
            answer = dict(answers.get(name) or answers.get(program.name) or {"error": "-"})
            if "error" not in answer and "error" not in base and base["digest"] not in (None, "varies") and base["digest"] != answer["digest"]:
                answer["error"] = "WRONG RESULT"
            runs[who] = answer
        rows.append({"name": name, "runs": runs})
    return rows


def main(options, commands):
    everything = programs()
    chosen = [p for n, p in everything.items() if n not in WITHOUT and (not options.names or any(part in n for part in options.names))]
    about = harness.describe_machine(commands)
    rows, left_out = [], dict(WITHOUT) if not options.names else {}
    for program in chosen:
        if not install(program):
            left_out[program.name] = "pip cannot install " + " ".join(program.requirements)
            continue
        for row in rows_of(program, commands, options):
            rows.append(row)
            runs = row["runs"]
            print(f"{row['name']:<28}", *(f"{who}: {r['error'] if 'error' in r else harness.seconds(r['median'])}" for who, r in runs.items()), sep="  ", flush=True)
            if options.output:
                pathlib.Path(options.output).write_text(report(rows, commands, about, left_out, options))
    text = report(rows, commands, about, left_out, options)
    print("\n" + text)
    if options.output:
        pathlib.Path(options.output).write_text(text)
    elif options.save or not (options.names or options.quick):
        harness.RESULTS.mkdir(exist_ok=True)
        (harness.RESULTS / "pyperformance.md").write_text(text)
    return 1 if any("error" in r["runs"][who] for r in rows for who in ("interpreter", "jit") if who in r["runs"]) else 0


def report(rows, commands, about, left_out, options):
    names = list(commands)
    lines = ["# pyperformance", "", f"{about['date']}, commit {about['commit']}. {about['machine']}; load {about['load'][0]}.",
             "; ".join(f"{n}: {v}" for n, v in about["versions"].items()) + ".", "",
             f"{PACKAGE.replace('==', ' ')} with a stand-in for pyperf: median of a few rounds in at most {options.seconds:g} s each, a third of them to warm up"
             + ("; processor time." if options.clock == "cpu" else "."), ""]
    lines += harness.table(rows, names)
    slower = sorted((r, n) for n, r in harness.ratios(rows, "jit").items() if r < 0.98)
    lines += ["", "Slower than CPython: " + (", ".join(f"{n} ({1 / r:.1f}x)" for r, n in slower) if slower else "none") + "."]
    failed = [(r["name"], who, r["runs"][who]["error"]) for r in rows for who in ("interpreter", "jit") if who in r["runs"] and "error" in r["runs"][who] and "error" not in r["runs"]["cpython"]]
    lines += ["", "Failed on dxpy only: " + ("; ".join(f"{n} ({who}): {e}" for n, who, e in failed) if failed else "none") + "."]
    lines += ["", "Left out: " + "; ".join(f"{n} ({why})" for n, why in left_out.items()) + "."] if left_out else []
    return "\n".join(lines) + "\n"
