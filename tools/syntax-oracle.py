"""Prints, for the files named on standard input, what `ast.parse` and `compile` make of them; see syntax-oracle."""
import ast, symtable, sys, warnings, zlib

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


def scopes(source):
    lines = []

    def show(table, depth):
        raw = table._table
        symbols = " ".join(f"{k}:{v & 0xfff}:{v >> 12}" for k, v in sorted(raw.symbols.items()))
        lines.append(f"{' ' * depth}{table.get_type()} {table.get_name()} {table.get_lineno()} {raw.nested} {symbols}")
        for child in table.get_children():
            show(child, depth + 1)

    show(symtable.symtable(source, "<string>", "exec"), 0)
    return "\n".join(lines)


def main():
    if sys.argv[1:2] == ["--scopes"]:
        for name in sys.stdin.read().split():
            tables, _ = guarded(lambda: scopes(open(name, "rb").read()))
            if isinstance(tables, str):
                text = tables.encode("utf-8", "surrogatepass")
                print(name, f"{len(text)} {zlib.crc32(text):08x}", sep="\t")
            else:
                print(name, "error", sep="\t")
        return
    if sys.argv[1:2] == ["--scopes-of"]:
        print(scopes(open(sys.argv[2], "rb").read()))
        return
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
