# a file with a byte order mark
x = """a
b"""
print(repr(x), "é")
if x:
    print("crlf")
