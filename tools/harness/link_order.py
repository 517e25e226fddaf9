"""Prints the sections of the functions that runs under callgrind (`--dump-instr=yes`) executed, those of the first run first.

    link_order.py SYMBOLS OUTPUT...        SYMBOLS: what `nm` prints of the executable

Functions are told by the addresses of their instructions: callgrind drops names where symbols overlap. All names of an
address are printed, since any of them may be the section's.
"""

import bisect
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
    printed = set()
    for path in outputs:
        found = {bisect.bisect_right(starts, a) - 1 for a in executed(path) if starts[0] <= a < starts[-1]}
        for i in sorted(found - printed):
            for name in names[starts[i]]:
                print(".text." + name)
        printed |= found
    # Functions without a symbol (destructors of closures, what the compiler merged): they cannot be told by address, and are short.
    print(".text..L*")


main(*sys.argv[1:])
