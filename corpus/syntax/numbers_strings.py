# Literals.
print(0, 00, 1_000_000, 0xFF_FF, 0b1010_1010, 0o7_7, 1e10, 1E+5, 1.5e-3, 1_0.0_1e1_0, .5, 5., 0.0, 1j, 1.5J, 0j, 1e400, 0x0, 1e-400)
print("\a\b\f\n\r\t\v\\\'\"\0\x41\101\u00e9\U0001F600\N{EM DASH}".encode("unicode_escape"), "\
joined", 'a''b'"c", '''tri"ple''', """'x'""", r"\n\t\\", R'\'', rb"\x00", bR"\q", Rb'a', b"\x00\377", "tab	inside", u'u', U"U")
print("a" "b"
      'c' f"d{1}" r"\e" f'{2}f', len("""
"""), "'", '"', "\"", '\'', "" '' """""")
print(0x7fffffffffffffff, 1 .real, 1..real, 1.0.real)
import warnings
for text in ('"\\d"', '"\\8"', "b'\\q'", "1if 1else 2", "0xfor x in [1]" , "1is 1", "'\\400'", "[1](2)", "'a'(1)", "() is ()", "assert (1, 'x')", "1 is 1", "[1, 2][1, 2]", "None[1]"):
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter("always")
        try: compile(text, "w.py", "exec"); print(text, "ok", end=" ")
        except SyntaxError as e: print(text, "error", e.msg, end=" ")
        print([f"{x.category.__name__}: {x.message}" for x in w])
for text in ("0777", "1__0", "1_", "0x", "0b2", "0o8", "1e", "0xg", "1.2.3", "1abc", "'abc", '"""abc', "'\\x4'", "'\\u12'", "'\\N{bogus}'", "'\\N{'", "b'é'", "f'{'", "f'}'", "f'{}'", "f'{a b}'", "f'{a!x}'", "f'{a!}'", "f'{!r}'", "f'{a:{b'", "f'{lambda x: 1}'", "f'{*a}'", "f'{a=!r:^{w}'", "t'{}'", "u'a' b'b'", "f'a' b'b'", "t'a' 'b'", "0_", "1_.5", "1e+", "0b", "0B12", "1jx", "$", "?", "a!b", "\u20ac", "\xa0", "a\\ b", "'a\nb'", "0o", "09", "1_000_", "1e1_", "bf'x'", "ur'x'", "f'{a['x']}'", "f'{'", "f\"{x:{y:{z}}}\"", "f'{x!r y}'", "f'{;}'", "f'{a $ b}'", "f'{'a' 'b}'", "f'''{\na b}'''"):
    try: compile(text, "lit.py", "exec"); print(ascii(text), "ok")
    except SyntaxError as e: print(ascii(text), type(e).__name__, ascii(e.msg), e.lineno, e.offset, e.end_lineno, e.end_offset)
