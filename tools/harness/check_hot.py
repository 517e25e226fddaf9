"""Counts the calls of Swift's reference counting in the machine code of functions that must have none.

The functions are given by tools/hot-functions. A pattern that matches no function is an error: it names something that has
been renamed. Counts are of call and jump instructions, so a single call on a cold path counts as well; the number behind
a pattern allows for those.
"""

import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
COUNTING = re.compile(r"\b(?:call|jmp)\S*\s+\S+ <(swift_(?:bridgeObject|unknownObject|nonatomic_)?(?:retain|release)\w*|swift_(?:retain|release)_[nN]\w*)")
HEADER = re.compile(r"^[0-9a-f]+ <(.+)>:$")


def counts(executable):
    """Mangled name -> how many calls; only names that Swift made."""
    process = subprocess.Popen(["objdump", "-d", "--no-show-raw-insn", executable], stdout=subprocess.PIPE, text=True, errors="replace")
    found, current = {}, None
    for line in process.stdout:
        if line[:1] != " ":
            header = HEADER.match(line.rstrip())
            if header:
                current = header[1] if header[1].startswith("$s") else None
                if current:
                    found.setdefault(current, 0)
        elif current and "swift_" in line and COUNTING.search(line):
            found[current] += 1
    if process.wait():
        sys.exit(f"objdump cannot read {executable}")
    return found


def demangle(names):
    done = subprocess.run(["swift", "demangle", "--compact"], input="\n".join(names), capture_output=True, text=True)
    lines = done.stdout.splitlines()
    if done.returncode or len(lines) != len(names):
        sys.exit("swift demangle failed: " + done.stderr.strip())
    return lines


def main():
    found = counts(os.environ["DXPY"])
    names = list(found)
    readable = list(zip(names, demangle(names)))
    if sys.argv[1:2] == ["--all"]:
        pattern = re.compile(sys.argv[2])
        for name, text in readable:
            if pattern.search(text):
                print(found[name], text)
        return 0
    passed = failed = 0
    for line in (ROOT / "tools/hot-functions").read_text().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        text, _, allowed = line.rpartition(" ")
        if not allowed.isdigit():
            text, allowed = line, "0"
        pattern = re.compile(text.strip())
        matching = [(n, t) for n, t in readable if pattern.search(t)]
        if not matching:
            failed += 1
            print(f"no function matches {text!r}")
        for name, title in matching:
            if found[name] > int(allowed):
                failed += 1
                print(f"{found[name]} calls of retain or release in {title}")
            else:
                passed += 1
    print(f"{passed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
