"""syntax_probe.py FILE SEED COUNT: compiles damaged versions of a file and prints what becomes of each.

Runs under each implementation; the damage depends on FILE, SEED and COUNT alone: prefixes, flipped bits, bytes taken out,
doubled or swapped, lines dropped or indented. COUNT 0 stands for every prefix and every flipped byte.
"""
import ast
import sys
import warnings


def numbers(seed):
    state = seed * 2862933555777941757 + 3037000493
    while True:
        state = (state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        yield state >> 33


def damaged(data, seed, count):
    if count == 0:
        for i in range(len(data)):
            yield f"prefix {i}", data[:i]
        for i in range(len(data)):
            yield f"flip {i}", data[:i] + bytes([data[i] ^ (1 << i % 8)]) + data[i + 1:]
        return
    random = numbers(seed)
    lines = data.splitlines(True)
    pieces = [b"(", b")", b"[", b"]", b"{", b"}", b":", b",", b"=", b"\n", b"    ", b"'", b'"', b'"""', b"f'", b"\\", b"#", b";", b"*", b"**", b" if ", b" else ", b" for ", b" in ", b"lambda ", b"yield ", b"await ", b"async ",
              b"def ", b"class ", b"match ", b"case ", b"import ", b"del ", b"None", b"1", b"0x", b"1e", b".", b"->", b":=", b"@", b"!", b"$", b"\t", b"\0", b"\xff", b"\xc3\xa9"]
    for n in range(count):
        kind, i = next(random) % 9, next(random) % max(len(data), 1)
        j, k = next(random) % max(len(lines), 1), next(random)
        if kind == 0:
            yield f"prefix {i}", data[:i]
        elif kind == 1:
            yield f"flip {i}", data[:i] + bytes([data[i] ^ (1 << k % 8)]) + data[i + 1:]
        elif kind == 2:
            yield f"cut {i}", data[:i] + data[i + 1 + k % 4:]
        elif kind == 3:
            yield f"insert {i}", data[:i] + pieces[k % len(pieces)] + data[i:]
        elif kind == 4:
            yield f"drop line {j}", b"".join(lines[:j] + lines[j + 1:])
        elif kind == 5:
            yield f"indent line {j}", b"".join(lines[:j] + [b" " * (1 + k % 8) + lines[j]] + lines[j + 1:])
        elif kind == 6:
            yield f"dedent line {j}", b"".join(lines[:j] + [lines[j].lstrip()] + lines[j + 1:])
        elif kind == 7:
            yield f"suffix {i}", data[i:]
        else:
            yield f"replace {i}", data[:i] + pieces[k % len(pieces)] + data[i + 1:]


def main():
    with open(sys.argv[1], "rb") as f:
        data = f.read()
    warnings.simplefilter("ignore")
    for what, text in damaged(data, int(sys.argv[2]), int(sys.argv[3])):
        try:
            tree = compile(text, "probe", "exec", ast.PyCF_ONLY_AST)
            compile(text, "probe", "exec")
            result = "ok %d" % len(ast.dump(tree, include_attributes=True))
        except SyntaxError as e:
            result = f"{type(e).__name__} {e.msg} {e.lineno} {e.offset} {e.end_lineno} {e.end_offset}"
        except Exception as e:
            result = f"{type(e).__name__} {e}"
        print(what, ascii(result))


main()
