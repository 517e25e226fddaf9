"""Compares two dumps of traces (`-X trace-dump=FOLDER`).

A trace is told by what it is of: file, function and line, and for a bridge the trace and the guard that it comes from; where several
agree in that, by their order. Addresses differ from run to run and are replaced before instructions are compared.
"""

import argparse
import collections
import difflib
import json
import pathlib
import re
import sys


def load(folder):
    data = json.loads((pathlib.Path(folder) / "traces.json").read_text())
    traces = {t["id"]: t for t in data["traces"]}
    exits = {x["number"]: (t, x) for t in data["traces"] for x in t["exits"]}
    named = {}

    def name(t):
        place = f"{t['what']} in {t['function']} {pathlib.PurePath(t['file']).name}:{t['line']}"
        if t["parentExit"] in exits:
            parent, x = exits[t["parentExit"]]
            position = [c["exit"] for c in parent["code"]].index(x["number"]) if x["number"] in [c["exit"] for c in parent["code"]] else -1
            return f"{name(parent)} > {place} from {x['guard']} #{position}"
        return place
    for t in traces.values():
        n, k = name(t), 2
        while n in named:
            n, k = f"{name(t)} ({k})", k + 1
        named[n] = t
    return named


def instructions(t):
    """The instructions without what differs between runs."""
    out = []
    for c in t["code"]:
        text = re.sub(r"0x[0-9a-f]{6,}", "0x...", c["ir"])
        text = re.sub(r"(i64|word|pointer):-?\d{9,}", r"\1:...", text)
        out.append(re.sub(r" code=\d+", "", text))
    return out


def names(t):
    return collections.Counter(re.sub(r"^%\d+ \w+ = ", "", c["ir"]).split()[0] for c in t["code"])


def taken(t):
    return sum(x["taken"] for x in t["exits"])


def compare(name, a, b, options):
    lines = []
    if len(a["code"]) != len(b["code"]) or a["size"] != b["size"]:
        lines.append(f"  instructions {len(a['code'])} -> {len(b['code'])}, bytes {a['size']} -> {b['size']}")
    more = names(b)
    more.subtract(names(a))
    changed = [f"{op} {n:+}" for op, n in sorted(more.items()) if n]
    if changed:
        lines.append("  " + ", ".join(changed))
    before, after = taken(a), taken(b)
    if max(before, after) > 2 * min(before, after) + 20:
        lines.append(f"  left {before} -> {after} times")
    if options.ir:
        diff = list(difflib.unified_diff(instructions(a), instructions(b), "old", "new", lineterm="", n=2))[2:]
        lines += ["    " + line for line in diff]
    if lines or options.all:
        print(name, *lines, sep="\n")
    return bool(lines)


def main():
    parser = argparse.ArgumentParser(prog="compare-traces", description="Compare two folders written by -X trace-dump.")
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("--ir", action="store_true", help="show how the instructions differ")
    parser.add_argument("--all", action="store_true", help="name the traces that agree as well")
    options = parser.parse_args()
    old, new = load(options.old), load(options.new)
    differences = 0
    for name in old:
        if name in new:
            differences += compare(name, old[name], new[name], options)
        else:
            print(f"gone: {name} ({len(old[name]['code'])} instructions)")
            differences += 1
    for name in new:
        if name not in old:
            print(f"new: {name} ({len(new[name]['code'])} instructions)")
            differences += 1
    size = [sum(t["size"] for t in d.values()) for d in (old, new)]
    print(f"{len(old)} -> {len(new)} traces, {size[0]} -> {size[1]} bytes, {differences} differ")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
