# Warnings of the tokenizer and the parser come with a tree too; those of later passes when it is compiled.
import ast, warnings
sources = ['"\\400"\n', 'b"\\q"', 'xx=b"ab\\q"', 'u"ab\\q"', '"""ab\n cd\\q"""', 'x = "a" "bc\\q"', '1if 2 else 3', 'a=1.5or 2', '0x1for x in y\n',
           'x = 1 is 1\n', 'def f():\n  try: pass\n  finally:\n    return 1\n', 'a = [(1,2) (3,4)]\n', 'assert (1, "x")\n', '"\\d"; return\n']
for s in sources:
    for name, f in (("compile", lambda: compile(s, "f", "exec")), ("tree only", lambda: compile(s, "f", "exec", ast.PyCF_ONLY_AST)),
                    ("parse", lambda: ast.parse(s)), ("tree", lambda: compile(ast.parse(s), "f", "exec")), ("eval", lambda: compile(s, "f", "eval")))[:5 if s[-1] == "\"" and "=" not in s else 4]:
        for a in ("always", "error"):
            with warnings.catch_warnings(record=True) as w:
                warnings.simplefilter(a)
                try: f(); e = None
                except SyntaxError as x: e = x.args
                print(repr(s), name, a, e, [(type(x.message).__name__, str(x.message), x.filename, x.lineno) for x in w])
