import string, textwrap
print(string.ascii_letters, string.digits, string.hexdigits, repr(string.whitespace), string.punctuation, string.capwords("hello  big world"), string.capwords("a-b-c", "-"))
t = string.Template("$name is ${age} years, $$5 ${name}"); print(t.substitute(name="Bob", age=5), t.safe_substitute(name="X"), t.get_identifiers(), t.is_valid())
for bad, kw in (("$a $b", {"a": 1}), ("$", {}), ("${a", {"a": 1}), ("$1", {})):
    try: print(string.Template(bad).substitute(**kw))
    except (KeyError, ValueError) as e: print(type(e).__name__, e)
f = string.Formatter(); print(f.format("{0} {a!r:>5}", 1, a="x"), list(f.parse("a{b!r:c}d{{}}{}")), f.vformat("{x.real}", (), {"x": 5}))
class Up(string.Formatter):
    def get_value(self, k, a, kw): return kw.get(k, f"<{k}>") if isinstance(k, str) else a[k]
    def convert_field(self, v, c): return v.upper() if c == "u" else super().convert_field(v, c)
print(Up().format("{x!u} {missing} {0}", "arg", x="val"))
text = "The quick brown fox jumped over the lazy dog. It was a sunny day, and everybody was happy-go-lucky in the extraordinarily-long-hyphenated-word place."
for w in (10, 20, 40): print(textwrap.fill(text, w)); print("-" * w)
print(textwrap.wrap(text, 30, initial_indent="* ", subsequent_indent="  "), textwrap.wrap("averyveryverylongword short", 8), textwrap.wrap("averyveryverylongword", 8, break_long_words=False), textwrap.wrap("a-b c-d", 3, break_on_hyphens=False), textwrap.wrap(text, 30, max_lines=2, placeholder=" [...]"), textwrap.wrap(""), textwrap.wrap("  lead\ttab\nnl", 40, expand_tabs=False, replace_whitespace=False), textwrap.wrap("x. Y", 10, fix_sentence_endings=True))
print(textwrap.shorten("Hello  world! this is long", 15), textwrap.shorten("abc", 2, placeholder="."), repr(textwrap.dedent("    a\n      b\n    c\n")), repr(textwrap.dedent("\ta\n\t b\n\n")), repr(textwrap.indent("a\n\nb\n", "> ")), repr(textwrap.indent("a\n\nb", "+", lambda l: True)), textwrap.TextWrapper(width=12).wrap("one two three four"))
try: textwrap.wrap("abc", 0)
except ValueError as e: print(e)
import difflib; print("\n".join(difflib.unified_diff("a b c d".split(), "a x c d e".split(), "old", "new", lineterm="")), difflib.get_close_matches("appel", ["ape", "apple", "peach"]), round(difflib.SequenceMatcher(None, "abcd", "bcde").ratio(), 3), list(difflib.ndiff(["one"], ["ore"])))
import shlex, pprint, fnmatch; print(shlex.split("a 'b c' d\\ e \"f g\" # x", comments=True), shlex.quote("it's"), shlex.join(["a b", "c"]), fnmatch.fnmatch("a.py", "*.p?"), fnmatch.filter(["a", "ab", "b"], "a*"), fnmatch.translate("*.t[xy]t")); pprint.pprint({"key": list(range(30)), "nested": {"a": "x" * 50, "b": ["y" * 30] * 3}, "t": (1,), "s": {3, 1, 2}}, width=60); print(pprint.pformat([1, [2, [3]]], depth=2), pprint.saferepr({"b": 1, "a": 2}))
