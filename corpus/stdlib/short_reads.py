# Reads that ask for much and get little: what they return is theirs, whatever is read or made afterwards.
import gc
import io
import os
import socket
import threading

a, b = socket.socketpair()
kept = []
for i in range(200):
    a.send(b"%d:" % i * (i % 7 + 1))
    kept.append(b.recv(262144))
    if i % 50 == 0:
        gc.collect()
print([k for i, k in enumerate(kept) if k != b"%d:" % i * (i % 7 + 1)], len(kept), sum(map(len, kept)))

# Full ones and short ones in turn, with other large objects between them.
others = []
for i in range(30):
    a.sendall(bytes([i]) * 40000)
    x = b.recv(40000, socket.MSG_WAITALL)
    y = bytearray(70000 + i)
    a.send(b"end")
    z, address = b.recvfrom(1 << 20)
    others.append((x, y, z))
print(all(x == bytes([i]) * 40000 and len(y) == 70000 + i and not any(y) and z == b"end" for i, (x, y, z) in enumerate(others)))
a.shutdown(socket.SHUT_WR)
print(b.recv(100000), b.recv(100000))

r, w = os.pipe()
for text in (b"", b"x", b"some more"):
    if text:
        os.write(w, text)
        print(os.read(r, 1 << 17))
with open(__file__, "rb") as f:
    print(len(f.read(33000)) == os.path.getsize(__file__), f.read(100000), os.pread(f.fileno(), 50000, 2)[:5])
with open(__file__, "rb") as f:
    print(f.read1(300000)[:7], io.FileIO(__file__).read(100000)[:7])

# Another thread collects while one waits for something to read.
got = []
def wait():
    for _ in range(20):
        got.append(os.read(r, 1 << 18))
t = threading.Thread(target=wait)
t.start()
for i in range(20):
    gc.collect()
    junk = [bytearray(40000) for _ in range(10)]
    os.write(w, b"%02d" % i)
    while len(got) <= i:
        pass
t.join()
print(b"".join(got))
