# What the compiler warns of before it meets an error is told of, and an error in an import from __future__ shows a line only where there is a file.
import ast
import traceback
import warnings

warnings.simplefilter("always")
SOURCES = [
    "from __future__ import braces",
    "from __future__ import nope",
    "x is 1\nbreak",
    "break\nx is 1",
    "def f(): (1)()\nreturn 3",
    "assert (x, 'a')\ndef f(x, x): pass",
    "try: pass\nfinally: continue",
    "try: pass\nfinally:\n  def f(): return 1\n  for i in x: break\n  class A:\n    for j in x:\n      continue\n    else: break\n",
]


def show(f):
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            f()
        except SyntaxError as e:
            print(e.args, repr(e.text), e.lineno, e.offset, e.end_offset, e.filename)
            print("".join(traceback.format_exception_only(e)), end="")
        else:
            print("compiled")
    for w in told:
        print("   ", w.filename, w.lineno, w.category.__name__, w.message)


for s in SOURCES:
    show(lambda: compile(s, "named", "exec"))
    show(lambda: exec(s))
    show(lambda: ast.parse(s))
    show(lambda: compile(ast.parse(s), "named", "exec"))
