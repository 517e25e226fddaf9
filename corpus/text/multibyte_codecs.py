"""The multibyte codecs: what they write and read, errors, incremental and stream use."""
import codecs, io
text = "日本語テキスト カナ ｶﾅ 漢字 abc"
for name, s in [("shift_jis", text), ("cp932", text + "①"), ("euc_jp", text + "丂"), ("iso2022_jp", "日本 x\n語"), ("iso2022_jp_1", "丂日"), ("iso2022_jp_ext", "ｶ日"),
                ("gb2312", "中文字符abc"), ("gbk", "中文镕abc"), ("gb18030", "中文€𠀀abcé"), ("hz", "中文~x\n文"), ("big5", "中文字abc"), ("cp950", "中文字€"[:3]),
                ("euc_kr", "한국어abc"), ("cp949", "한국어똠"), ("iso2022_kr", "한국 x\n어")]:
    b = s.encode(name)
    print(name, b, b.decode(name) == s)
    for bad in (b"\xff\xfe", b"\x81", b"a\x80\x30b", b[:-1], b"\x8f\xa1"):
        for errors in ("strict", "replace", "ignore", "backslashreplace"):
            try:
                print(" ", bad, errors, ascii(bad.decode(name, errors)))
            except UnicodeDecodeError as e:
                print(" ", e)
    for u in ("\ud800", "a\u0e01b", "\x80", "é"):
        for errors in ("strict", "replace", "xmlcharrefreplace", "ignore"):
            try:
                print(" ", ascii(u), u.encode(name, errors))
            except UnicodeEncodeError as e:
                print(" ", e)
    d = codecs.getincrementaldecoder(name)()
    print("".join(d.decode(bytes([x])) for x in b) + d.decode(b"", True) == s)
    e = codecs.getincrementalencoder(name)()
    print(b"".join(e.encode(c) for c in s) + e.encode("", True) == b)
    f = io.TextIOWrapper(io.BytesIO(b), encoding=name)
    print(f.readlines())
    f = io.BytesIO()
    w = codecs.getwriter(name)(f)
    w.write(s)
    w.reset()
    print(f.getvalue() == b, codecs.getreader(name)(io.BytesIO(b)).read() == s)
for name in ("gbk", "gb18030", "big5", "cp950", "shift_jis", "cp932", "euc_jp", "euc_kr", "cp949", "gb2312"):
    n = 0
    h = 0
    for a in range(0x80, 256, 9):
        for b in range(0x30, 256, 5):
            try:
                s = bytes([a, b]).decode(name)
            except UnicodeDecodeError:
                continue
            n += 1
            for c in s:
                h = (h * 31 + ord(c)) % 1000003
    m = 0
    k = 0
    for c in range(0x80, 0x11000, 97):
        try:
            b = chr(c).encode(name)
        except UnicodeEncodeError:
            continue
        m += 1
        k = (k * 31 + int.from_bytes(b, "big")) % 1000003
    print(name, n, h, m, k)
