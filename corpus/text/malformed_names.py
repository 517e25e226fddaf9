# Where a `\N{}` without a name ends, in a literal and in bytes that are decoded.
import codecs

for text in r"\N{}", r"ab\N{}cd", r"\N{", r"\N":
    try:
        print(eval("'" + text + "'"))
    except SyntaxError as e:
        print(e)
    try:
        print(codecs.decode(text.encode(), "unicode_escape"))
    except UnicodeDecodeError as e:
        print(e)


# A format that holds no conversion is the result itself.
class Text(str):
    pass


for s in Text("ab"), Text("100%%"), Text(""):
    print(type(s % ()).__name__, type(s % {}).__name__)
print([type(x).__name__ for x in Text("ab").partition("c") + Text("ab").rpartition("c")])
try:
    print("%c" % Text)
except TypeError as e:
    print(e)
