"""Closing what does not own its descriptor, and cutting a file whose next bytes were read ahead."""
import io, os, sys, tempfile

path = os.path.join(tempfile.mkdtemp(), "file")
fd = os.open(path, os.O_RDWR | os.O_CREAT)
f = io.FileIO(fd, "w", closefd=False)
print(f.closed, f.close(), f.closed, f.close())
os.write(fd, b"still open")
t = io.TextIOWrapper(io.FileIO(fd, "w", closefd=False))
t.write("text")
with t: pass
try: t.write("x")
except ValueError as e: print(e)
os.close(fd)

with open(path, "w+b") as f:
    f.write(b"Remember, kids, always")
    f.seek(0)
    print(f.read(5), f.tell())
    print(f.truncate(), f.read())
    f.seek(0)
    print(f.read(), os.fstat(f.fileno()).st_size)
    f.write(b"more")
    f.seek(2)
    print(f.read(1), f.truncate(4), f.tell(), f.read())
