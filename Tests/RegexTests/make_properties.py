"""Writes the properties of all code points as the Python that runs this (CPython 3.14) has them: make_properties.py OUT

One line a property: its name and the first code points of its runs (in, out, in, ...); `lower` lists pairs."""
import re, sys, _sre
with open(sys.argv[1], "w") as out:
    for name, test in (("digit", re.compile(r"\d").match), ("space", re.compile(r"\s").match), ("word", re.compile(r"\w").match),
                       ("cased", None)):
        runs, inside = [], False
        for c in range(0x110000):
            now = bool(test(chr(c))) if test else _sre.unicode_iscased(c)
            if now != inside:
                runs.append(c)
                inside = now
        print(name, *runs, file=out)
    print("lower", *[x for c in range(0x110000) if (l := _sre.unicode_tolower(c)) != c for x in (c, l)], file=out)
