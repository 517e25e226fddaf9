# Folds before 1970, iterators of deques that changed, what asks the right operand before a list grows, text streams over
# pairs and in the middle of files, arguments of sockets and sqlite3.
import collections, datetime, io, os, socket, sqlite3, time, warnings

def show(f, *args):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        try:
            print(repr(f(*args)))
        except Exception as e:
            print(type(e).__name__, e)
        for w in seen:
            print("   ", w.category.__name__, w.message)

os.environ["TZ"] = "America/New_York"
time.tzset()
for k in -1, 0, 1:
    d = datetime.datetime.fromtimestamp(-1615140000 + 3600 * k)
    print(d, d.fold, d.timestamp() == -1615140000 + 3600 * k)

d = collections.deque()
it = iter(d)
d.append(1)
show(next, it)

class Right:
    def __radd__(self, other): return "radd"
    def __rmul__(self, other): return "rmul"
x = [1]
x += Right()
print(x)
x = [1]
x *= Right()
print(x)
x = list("spam")
x += collections.UserList("eggs")
print(type(x).__name__, x)
x = bytearray(b"a")
x += Right()
print(x)

raw = io.BytesIO()
text = io.TextIOWrapper(raw, encoding="ascii", newline="\n")
text.write("abc\n")
text.reconfigure(encoding="utf-8-sig")
text.write("d\xe9f\n")
text.flush()
print(raw.getvalue())
pair = io.TextIOWrapper(io.BufferedRWPair(io.BytesIO(b"foo\nbar\n"), io.BytesIO()))
line = pair.readline()
pair.write(line)
print([line, pair.readline()])
detached = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
detached.detach()
print(detached.errors, detached.encoding, detached.line_buffering)
show(setattr, pair, "_CHUNK_SIZE", 2**100)
show(lambda: open(os.devnull, "rb", buffering=1).close())

for f, n in (socket.ntohs, -1), (socket.ntohl, -1), (socket.htons, 2**20), (socket.htonl, 2**40), (socket.if_indextoname, -1):
    show(f, n)
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
show(s.sendto, b"a")
show(s.recvmsg_into, [b""])
show(s.recvmsg_into, object())
s.close()
show(socket.CMSG_SPACE, 0x7fffffff)

con = sqlite3.connect(":memory:", detect_types=sqlite3.PARSE_DECLTYPES)
show(delattr, con, "row_factory")
show(delattr, con, "autocommit")
cur = con.cursor()
show(setattr, cur, "arraysize", -1)
show(cur.fetchmany, -1)
con.execute("create table t(b blobish)")
sqlite3.register_converter("blobish", lambda b: b"converted")
con.execute("insert into t values (?)", (b"",))
print(con.execute("select b from t").fetchall())
con.row_factory = sqlite3.Row
row = con.execute("select 1 as Abc, 2 as d").fetchone()
print(row["abc"], row["ABC"], row["D"])
show(lambda: row[2**1000])
show(lambda: row["x"])
sqlite3.register_adapter(int, float)
print(con.execute("select ?", (4,)).fetchone()[0])
show(cur.executescript, "select '\ud8ff'")
con.close()
