"""Prints the sections of the functions that runs under callgrind (`--dump-instr=yes`) executed, those of the first run first.

    link_order.py SYMBOLS OUTPUT... [-- OUTPUT...]        SYMBOLS: what `nm` prints of the executable

Behind `--` stand runs of unlike programs: functions that most of them executed come first, those of one alone last.

Functions are told by the addresses of their instructions: callgrind drops names where symbols overlap. All names of an
address are printed, since any of them may be the section's.
"""

import bisect
import collections
import re
import sys


def executed(path):
    """Addresses of the instructions that ran."""
    at, seen = 0, set()
    with open(path) as f:
        for line in f:
            m = re.match(r"(0x[0-9a-f]+|\+\d+|-\d+|\*)\s", line)
            if not m:
                continue
            word = m.group(1)
            at = int(word, 16) if word[0] == "0" else at if word == "*" else at + int(word)
            seen.add(at)
    return seen


def main(symbols, *outputs):
    names = {}
    with open(symbols) as f:
        for line in f:
            words = line.split()
            if len(words) == 3 and words[1] in "tTwW":
                names.setdefault(int(words[0], 16), []).append(words[2])
    starts = sorted(names)

    def functions(path):
        return {bisect.bisect_right(starts, a) - 1 for a in executed(path) if starts[0] <= a < starts[-1]}

    at = outputs.index("--") if "--" in outputs else len(outputs)
    groups = [functions(path) for path in outputs[:at]]
    often = collections.Counter(i for path in outputs[at + 1:] for i in functions(path))
    programs = len(outputs) - at - 1
    for least in (programs - programs // 3, 2, 1):
        groups.append({i for i, n in often.items() if n >= least})
    printed = set()
    for found in groups:
        for i in sorted(found - printed):
            for name in names[starts[i]]:
                print(".text." + name)
        printed |= found
    # Functions without a symbol (destructors of closures, what the compiler merged): they cannot be told by address, and are short.
    print(".text..L*")


main(*sys.argv[1:])
