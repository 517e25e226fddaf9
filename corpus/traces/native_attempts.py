"""Methods of builtin objects in loops that are compiled: what they answer, what they raise, and what of them runs code in Python after all."""
import codecs, io, re, struct, binascii, time

def matches(n):
    word, number, total = re.compile(r"([a-z]+)\s*=\s*(\d+)?"), re.compile(r"\d+"), 0
    lines = ["alpha = 1", "beta=22", "= 3", "gamma =", "9", ""]
    for i in range(n):
        s = lines[i % len(lines)]
        m = word.match(s)
        if m:
            total += m.end() - m.start(1) + len(m.group(1)) + (int(m.group(2)) if m.group(2) else 7)
            total += m.span()[1] + len(m.groups()) + len(m.group(1, 2)) + len(m[0])
        m = number.search(s, 1)
        if m is not None: total += m.start()
        if number.fullmatch(s): total += 1000
        total += len(number.findall(s)) + len(number.split(s))
        for x in number.finditer(s): total += len(x.group())
    return total
print(matches(3000))

def texts(n):
    total, seen = 0, []
    def handler(e):
        seen.append(e.start)
        return "?", e.end
    codecs.register_error("ask", handler)
    words = ["plain", "äöü", "\udc80", "日本", "x"]
    for i in range(n):
        s = words[i % 5]
        total += len(s.encode("utf-8", "surrogatepass")) + len(s.encode("ascii", "ask")) + len(s.encode("latin-1", "replace"))
        try: total += len(s.encode())
        except UnicodeEncodeError as e: total += e.start + 100
        b = s.encode("utf-8", "surrogatepass")
        total += len(b.decode("utf-8", "ignore")) + len(b.decode("latin-1"))
        try: total += len(b.decode("ascii"))
        except UnicodeDecodeError as e: total += e.end
        total += len(s.encode("utf-16-le", "replace")) + len("abc".encode("cp1252"))
    return total, len(seen), seen[:3]
print(texts(2000))

def streams(n):
    f, g, total = io.BytesIO(), io.StringIO(), 0
    for i in range(n):
        f.write(struct.pack("<BH", i & 255, i & 0xffff)); g.write(str(i))
        if i % 100 == 99:
            total += f.tell() + len(g.getvalue()); f.seek(0)
            a, b = struct.unpack("<BH", f.read(3)); total += a + b + struct.calcsize("<BHd")
            f.seek(0); f.truncate(); g.seek(0); g.truncate()
    f.close()
    try:
        for i in range(50): f.write(b"x") if i > 40 else None
    except ValueError as e: print(e)
    return total, g.getvalue()
print(streams(2000))

def errors(n):
    out = {}
    for i in range(n):
        try: struct.pack("<B", 250 + i % 10)
        except struct.error as e: out[str(e)] = out.get(str(e), 0) + 1
    return out
print(errors(500))

class Odd:
    def __init__(self, v): self.v = v
    def __eq__(self, o): calls.append(1); return isinstance(o, Odd) and self.v == o.v or self.v == o
    def __hash__(self): return hash(self.v)
calls = []
def containers(n):
    total = 0
    for i in range(n):
        l, d, s = [i, "a", 2.5, i + 1], {i: 1, "k": 2}, {i, "x"}
        if i == 400: l[1] = Odd(i + 1); d[Odd(5)] = 1; s.add(Odd(6))
        total += l.index(i + 1); l.remove(i + 1); total += len(l)
        total += d.pop(i) + d.pop(i, 5) + d.pop("k", 0) + len(d)
        s.discard(i); s.remove("x"); s.discard("y"); total += len(s)
        try: l.remove("missing")
        except ValueError as e: total += len(str(e))
        try: d.pop("missing")
        except KeyError as e: total += len(e.args[0])
        try: s.remove(i)
        except KeyError as e: total += e.args[0]
    return total, len(calls) > 0
print(containers(1000))

class A: pass
class B(A): pass
class M(type):
    def __subclasscheck__(cls, c): return c is int
class C(metaclass=M): pass
def classes(n):
    total = 0
    for i in range(n):
        c = (A, B, int, type, C)[i % 5]
        total += issubclass(c, A) + 2 * issubclass(c, type) + 4 * issubclass(c, C) + issubclass(B, object)
        total += hash(i) + len(binascii.hexlify(b"ab")) + ord(b"a") + (time.perf_counter() > 0)
    try: issubclass(3, A)
    except TypeError as e: print(e)
    return total
print(classes(2000))

def slow(n):
    p, total = re.compile(r"(a+)+b"), 0
    for i in range(n): total += p.match("a" * (3 + i % 4) + ("b" if i % 3 else "")) is not None
    return total
print(slow(600), re.compile(r"(x+x+)+y").search("x" * 17))

import operator, random
class I:
    def __index__(self): return 4
def operators(n):
    total, x = 0, object()
    for i in range(n):
        v = (i, i > 3, 2 ** 70, I())[i % 4]
        total += operator.index(v) % 1000 + operator.not_(i % 3) + operator.truth([] if i % 2 else "a") + operator.is_(x, x) + operator.is_not(v, x) + operator.is_(1.5, i)
    return total
print(operators(1000))
random.seed(5)
print(sum(random.randrange(10) + random.randint(1, 6) for _ in range(2000)))
