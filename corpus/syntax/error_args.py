"""`args` of a SyntaxError: the message alone where the symbol table finds what is wrong, with the place where the compiler does."""
for text in ["def f(a, a): pass", "def f(): await x", "await z", "def f(x):\n global x", "nonlocal x", "class A[T, T]: pass", "[(yield) for x in y]",
             "[await x for x in y]", "__debug__ = 1", "from __future__ import nope", "x = 1\nfrom __future__ import annotations",
             "return 1", "yield", "break", "x = *y", "x = = 1"]:
    try:
        compile(text, "<text>", "exec")
    except SyntaxError as e:
        print(repr(e), e.filename, e.lineno, e.offset, e.end_lineno, e.end_offset)
