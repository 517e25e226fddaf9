"""What a file's bytes do to its text layer: tracebacks show the decoder written in Python, as CPython's do."""
import io
import traceback


def attempt(f):
    try:
        print(repr(f()))
    except Exception:
        traceback.print_exc(file=Out)


class Out:
    @staticmethod
    def write(s):
        print(s, end="")


attempt(lambda: io.TextIOWrapper(io.BytesIO(b"ok\n\xff\xfe\n"), encoding="utf-8").read())
attempt(lambda: io.TextIOWrapper(io.BytesIO(b"ok\n\xe2\x82"), encoding="utf-8").readlines())
attempt(lambda: io.TextIOWrapper(io.BytesIO(b"caf\xc3\xa9\n"), encoding="ascii").readline())
attempt(lambda: io.TextIOWrapper(io.BytesIO(b"caf\xc3\xa9\n"), encoding="ascii", errors="replace").readline())
attempt(lambda: io.TextIOWrapper(io.BytesIO(b"caf\xc3\xa9\n"), encoding="latin-1").readline())
text = io.TextIOWrapper(io.BytesIO(b"a" * 5 + b"\n" + b"\x80bc"), encoding="utf-8")
attempt(lambda: [line for line in text])
attempt(lambda: text.read())

for s in ("1_", "_1j", "1__0", "1_0+2_0j", "1_0x", " 1_j ", "x"):
    attempt(lambda: complex(s))
