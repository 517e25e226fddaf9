import io, os, tempfile, sys
d = tempfile.mkdtemp(); p = os.path.join(d, "f.txt")
with open(p, "w") as f: print(f.write("line one\nline two\né three\n"), f.tell(), f.mode, f.closed, f.writable(), f.readable()); f.writelines(["four\n", "five"])
print(f.closed, os.path.getsize(p))
with open(p) as f: print(f.read(4), f.readline(), f.readlines(6), list(f), f.read(), f.readline()); f.seek(0); print(next(f), f.readline())
with open(p, "rb") as f: print(f.read(5), f.seek(-3, 2), f.read(), f.seek(0), f.readline(), f.peek(3)[:3], f.read1(4), type(f).__name__, f.raw.__class__.__name__, f.name == p)
with open(p, "a") as f: f.write("\nappended")
with open(p, "r+") as f: f.seek(5); f.write("ONE"); f.seek(0); print(f.read().split("\n")); f.truncate(8); f.seek(0); print(f.read())
with open(p, "x" if not os.path.exists(p) else "w", newline="") as f: f.write("a\r\nb\rc\n")
print([open(p, newline=n).readlines() for n in (None, "", "\n", "\r\n", "\r")], open(p, "rb").read())
for args in ((p + "/no", "r"), (p, "x"), (p, "q"), (p, "rw"), (p, "rb", -1, "utf-8"), (d, "r"), (5.5,), (p, "r", 0), ("a\0b",), (p, "r", -1, "bogus")):
    try: open(*args); print("opened")
    except Exception as e: print(type(e).__name__ + ":", str(e).replace(d, "<tmp>"))
with open(p, "wb") as f: f.write(b"\xff\xfe ok")
for enc, err in (("utf-8", "strict"), ("utf-8", "replace"), ("latin-1", "strict"), ("ascii", "ignore"), ("utf-8", "surrogateescape")):
    try: print(ascii(open(p, encoding=enc, errors=err).read()))
    except UnicodeDecodeError as e: print(e)
s = io.StringIO("abc\ndef"); print(s.read(2), s.readline(), s.getvalue(), s.tell(), s.seek(1), s.write("ZZZZZZZZ"), s.getvalue(), s.seek(0), list(s), s.truncate(3), s.getvalue()); s.close()
try: s.read()
except ValueError as e: print(e)
b = io.BytesIO(b"12345"); print(b.read(2), b.getvalue(), b.seek(0, 2), b.write(b"67"), b.getvalue(), b.getbuffer()[:2].tobytes(), b.readinto(bytearray(3)), b.seek(1), b.readlines()); t = io.TextIOWrapper(io.BytesIO(), encoding="utf-16"); t.write("hé"); t.flush(); print(t.buffer.getvalue(), t.encoding, t.errors, t.line_buffering)
for op in (lambda: open(p).write("x"), lambda: open(p, "w").read(), lambda: io.StringIO(5), lambda: io.BytesIO("x"), lambda: io.StringIO().write(b"x"), lambda: io.BytesIO().write("x"), lambda: open(p, "rb").write(b"x"), lambda: io.StringIO().seek(-1), lambda: io.StringIO().seek(1, 1), lambda: open(99999), lambda: io.open_code("/nope/x")):
    try: print(op())
    except Exception as e: print(type(e).__name__ + ":", e)
os.mkdir(os.path.join(d, "sub")); os.rename(p, os.path.join(d, "g.txt")); print(sorted(os.listdir(d)), os.path.isdir(os.path.join(d, "sub")), os.path.isfile(p), [(e.name, e.is_dir()) for e in sorted(os.scandir(d), key=lambda e: e.name)], [(os.path.relpath(r, d), sorted(ds), fs) for r, ds, fs in os.walk(d)])
fd = os.open(os.path.join(d, "h"), os.O_CREAT | os.O_RDWR); print(os.write(fd, b"raw"), os.lseek(fd, 0, 0), os.read(fd, 10), os.fstat(fd).st_size); os.close(fd); r, w = os.pipe(); os.write(w, b"piped"); os.close(w); print(os.fdopen(r).read())
with tempfile.NamedTemporaryFile("w+", dir=d, delete=True) as nt: nt.write("tmp"); nt.flush(); nt.seek(0); print(nt.read(), os.path.exists(nt.name))
with tempfile.TemporaryDirectory() as td: open(os.path.join(td, "q"), "w").close(); print(os.listdir(td))
print(os.path.exists(td)); import shutil; shutil.copy(os.path.join(d, "g.txt"), os.path.join(d, "copy")); shutil.rmtree(os.path.join(d, "sub")); print(sorted(os.listdir(d))); shutil.rmtree(d); print(os.path.exists(d))
for op in (lambda: os.listdir(d), lambda: os.remove(d), lambda: os.mkdir("/proc/x/y"), lambda: os.stat("nope"), lambda: os.rmdir("/tmp/nope_dir")):
    try: op()
    except OSError as e: print(type(e).__name__, e.errno, e.strerror)
class W(io.RawIOBase):
    def __init__(self): self.data = []
    def writable(self): return True
    def write(self, b): self.data.append(bytes(b)); return len(b)
raw = W(); bw = io.BufferedWriter(raw, 4); bw.write(b"abcdefgh"); bw.write(b"i"); bw.flush(); print(b"".join(raw.data)); print(io.DEFAULT_BUFFER_SIZE > 0, isinstance(sys.stdout, io.TextIOBase), io.IOBase.__subclasses__()[0].__module__)
