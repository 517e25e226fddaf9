"""Prints, for the files named on standard input, what `ast.parse` and `compile` make of them; see syntax-oracle."""
import ast, sys, warnings, zlib

sys.setrecursionlimit(100000)


def error(e):
    if isinstance(e, SyntaxError):
        return f"{type(e).__name__}: {e.msg} {e.lineno} {e.offset} {e.end_lineno} {e.end_offset}"
    return f"{type(e).__name__}: {e}"


def escape(s):
    return s.encode("utf-8", "backslashreplace").replace(b"\\", b"\\\\").replace(b"\n", b"\\n").replace(b"\t", b"\\t").decode()


def guarded(action):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = action()
        except (SyntaxError, ValueError, MemoryError, RecursionError, OverflowError) as e:
            result = e
    notes = "".join(f" [{w.lineno}: {w.message}]" for w in caught)
    return result, notes


def dump(tree):
    return ast.dump(tree, include_attributes=True).encode("utf-8", "surrogatepass")


def main():
    if sys.argv[1:2] == ["--dump"]:
        source = open(sys.argv[2], "rb").read()
        try:
            sys.stdout.buffer.write(dump(ast.parse(source)) + b"\n")
        except (SyntaxError, ValueError) as e:
            print(error(e))
        return
    for name in sys.stdin.read().split("\n"):
        if not name:
            continue
        source = open(name, "rb").read()
        tree, notes = guarded(lambda: ast.parse(source, name))
        if isinstance(tree, ast.AST):
            text = dump(tree)
            first = f"{len(text)} {zlib.crc32(text):08x}"
        else:
            first = error(tree)
        code, more = guarded(lambda: compile(source, name, "exec", dont_inherit=True))
        second = error(code) if isinstance(code, Exception) else "ok"
        print(name, escape(first + notes), escape(second + more), sep="\t", flush=True)


main()
