# Encodings and error handlers.
import codecs
texts = ["abc", "é", "€", "日本", "😀", "\x80"]
for enc in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "latin-1", "ascii", "cp1252", "utf-8-sig", "utf-7", "cp437", "iso8859-15", "koi8-r"):
    for t in texts:
        try:
            e = t.encode(enc)
            print(enc, ascii(t), e, e.decode(enc) == t)
        except UnicodeEncodeError as err:
            print(enc, ascii(t), err)
for handler in ("ignore", "replace", "backslashreplace", "xmlcharrefreplace", "namereplace"):
    print(handler, "aé€😀b".encode("ascii", handler))
for handler in ("ignore", "replace", "backslashreplace", "surrogateescape"):
    print(handler, ascii(b"a\xff\xc3(b\xe2\x82".decode("utf-8", handler)), ascii(b"a\xff".decode("ascii", handler)))
for bad in (b"\xff", b"\xc3", b"\xc3(", b"\xe2\x82", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\x80", b"abc\x80def", b"\xf0\x9f\x98"):
    try:
        bad.decode()
    except UnicodeDecodeError as e:
        print(e, e.start, e.end, e.reason, e.object, e.encoding)
print(b"\xff".decode("utf-8", "surrogateescape").encode("utf-8", "surrogateescape"), "\ud800".encode("utf-8", "surrogatepass"))
try:
    "a\ud800".encode()
except UnicodeEncodeError as e:
    print(e, e.args)
def handler(e): return ("?" * (e.end - e.start), e.end)
codecs.register_error("mine", handler)
print("aé日b".encode("ascii", "mine"), codecs.lookup("utf8").name, codecs.lookup("LATIN1").name)
print(codecs.encode("abc", "rot13"), codecs.encode(b"abc", "hex"), codecs.decode(b"616263", "hex"), codecs.encode(b"abc", "base64"), codecs.BOM_UTF8)
dec = codecs.getincrementaldecoder("utf-8")()
print([dec.decode(bytes([x])) for x in "é€".encode()], "x".encode(errors="strict"), str(b"\xe9", encoding="latin-1"))
for enc in ("unknown-enc", "", "utf\0"):
    try:
        "a".encode(enc)
    except (LookupError, ValueError) as e:
        print(type(e).__name__, e)
print("\\n\\x41".encode().decode("unicode_escape"), "é\n".encode("unicode_escape"), "münchen".encode("idna"), "bücher".encode("punycode"), b"a\\x".decode("raw_unicode_escape"))
