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


def unescape(s):
    out, i = [], 0
    while i < len(s):
        if s[i] == "\\":
            out.append({"n": "\n", "t": "\t", "r": "\r", "0": "\0"}.get(s[i + 1:i + 2], "\\"))
            i += 2
        else:
            out.append(s[i])
            i += 1
    return "".join(out)


def escape_all(s):
    return escape(s).replace("\r", "\\r").replace("\0", "\\0")


def outcome(action):
    result, notes = guarded(action)
    if isinstance(result, SyntaxError) and result.text is not None:
        return error(result) + f" | {result.text}"
    return error(result) if isinstance(result, Exception) else "ok" + notes


def cases(flags):
    """For lines "mode<tab>source" the outcomes of parsing and compiling, as syntax-check --cases prints them."""
    for line in sys.stdin.buffer.read().decode("utf-8").split("\n"):
        if "\t" not in line:
            continue
        mode, source = line.split("\t", 1)
        text = unescape(source)
        first = outcome(lambda: compile(text, "<s>", mode, ast.PyCF_ONLY_AST | flags, dont_inherit=True))
        second = outcome(lambda: compile(text, "<s>", mode, flags, dont_inherit=True))
        print(mode, source, escape_all(first), escape_all(second), sep="\t")


def damaged(seed, count):
    """Pieces of the standard library with a few tokens changed, as lines for `cases`."""
    import glob, os, random, re, textwrap
    random.seed(seed)
    token = re.compile(r'''\s+|[A-Za-z_]\w*|\d[\w.]*|"[^"\n]*"|\'[^\'\n]*\'|\*\*=?|//=?|[-+*/%@&|^<>=!:]=|->|.''', re.S)
    extra = """( ) [ ] { } : , = == := * ** . if else for in not lambda yield await async def class return import from as with try except
        finally match case type print x 1 "s" f"{x}" t"{x}" b"y" None True ... @ - ~ ; pass del global raise assert is or and ! -> / +=
        | _ \\ #c""".split() + ["\n", "\n  "]
    files = glob.glob(os.path.join(os.path.dirname(os.__file__), "*.py"))
    made = set()
    while len(made) < count:
        lines = open(random.choice(files), encoding="utf-8", errors="ignore").read().split("\n")
        i = random.randrange(len(lines))
        parts = token.findall(textwrap.dedent("\n".join(lines[i:i + random.randint(1, 6)])))
        for _ in range(random.choice([1, 1, 1, 2, 3])):
            if not parts:
                break
            k, how = random.randrange(len(parts)), random.random()
            if how < 0.3:
                del parts[k]
            elif how < 0.6:
                parts.insert(k, random.choice(extra))
            elif how < 0.8:
                parts[k] = random.choice(extra)
            else:
                other = random.randrange(len(parts))
                parts[k], parts[other] = parts[other], parts[k]
        made.add("".join(parts))
    for text in sorted(made):
        print("exec", escape_all(text), sep="\t")


def main():
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    if sys.argv[1:2] == ["--cases"]:
        return cases(0x4200 if "codeop" in sys.argv else 0)
    if sys.argv[1:2] == ["--damaged"]:
        return damaged(int(sys.argv[2]), int(sys.argv[3]))
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
