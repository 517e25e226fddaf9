"""Bytes, cells and tuples of arguments that are part of a trace: its loop calls nothing, or nothing that could change everything.

Another Python writes no dump, and there is nothing to check then."""
import pathlib
import subprocess
import sys
import tempfile

ANYTHING, CALLS = "writes=0xffffffff", " call "
PROGRAMS = {
    "bytes": (CALLS, """
def f(n):
    t = 0
    for c in bytes(range(250)) * (n // 250):
        t = (t * 3 + c) & 0xFFFF
    return t
"""),
    "bytearrays": (CALLS, """
def f(n):
    t = 0
    for i, c in enumerate(bytearray(range(250)) * (n // 250)):
        t = (t * 3 + c + i) & 0xFFFF
    return t
"""),
    "short pieces": (ANYTHING, """
def f(n):
    data, out, t, number = bytes(range(200)), bytearray(), 0, int.from_bytes
    for i in range(n):
        k = i & 127
        piece = data[k:k + 2]
        for c in piece:
            t = (t * 7 + c) & 0xFFFFFF
        out += piece + b"." + t.to_bytes(4)
        t ^= number(piece)
    return t, len(out), sum(out)
"""),
    "struct": (ANYTHING, """
import struct
def f(n):
    s, t = struct.Struct(">IH"), 0
    pack, unpack = s.pack, s.unpack
    for i in range(n):
        a, b = unpack(pack(i, i & 0xFFFF))
        t += a - b
    return t
"""),
    "arguments": (CALLS, """
def g(*a):
    if not a: return 1
    return a[0] if len(a) < 2 else len(a)
def f(n):
    t = 0
    for i in range(n):
        t += g() + g(i) + g(i, i)
    return t
"""),
    "cells": (CALLS, """
def g(x):
    y = x + 1
    if x < 0: return lambda: y
    y += x
    return y
def f(n):
    t = 0
    for i in range(n):
        t += g(i)
    return t
"""),
}
for name, (unwanted, text) in PROGRAMS.items():
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run([sys.executable, "-Xjit-threshold=20", "-Xtrace-dump=" + folder, "-c", text + "print(f(20000))"], capture_output=True, text=True)
        print(name, run.stdout.strip(), run.stderr.strip())
        texts = [p.read_text() for p in pathlib.Path(folder).glob("trace-*.txt")]
        loops = [t.partition("== machine code")[2].partition("\n    loop ")[2] for t in texts if "loop in f" in t.partition("\n")[0]]
        if sys.implementation.name == "dxpy" and not any(loops): print("  no trace")
        for t in loops:
            for line in t.partition("== snapshots")[0].splitlines():
                if unwanted in line: print("  calls:", line[:90])
