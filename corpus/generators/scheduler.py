# Coroutines made of generators: a scheduler, a parser pipeline, trees, backtracking.
from collections import deque
class Task:
    def __init__(self, name, gen): self.name, self.gen, self.value = name, gen, None
def scheduler(tasks):
    queue, log, mailbox = deque(tasks), [], {}
    while queue:
        t = queue.popleft()
        try: request = t.gen.send(t.value)
        except StopIteration as e: log.append((t.name, "done", e.value)); continue
        except Exception as e: log.append((t.name, "failed", repr(e))); continue
        match request:
            case ("send", to, msg): mailbox.setdefault(to, deque()).append((t.name, msg)); t.value = None
            case ("recv",): t.value = mailbox[t.name].popleft() if mailbox.get(t.name) else None
            case ("spawn", name, gen): queue.append(Task(name, gen)); t.value = name
            case None: t.value = None
            case other: t.value = ("unknown", other)
        log.append((t.name, request if request is None else request[0]))
        queue.append(t)
    return log
def worker(n):
    total = 0
    while True:
        m = yield ("recv",)
        if m is None: yield; continue
        if m[1] == "stop": return total
        if m[1] < 0: raise ValueError(m)
        total += m[1]
def producer():
    yield ("spawn", "w1", worker(1))
    yield ("spawn", "w2", worker(2))
    for i in range(4): yield ("send", f"w{i % 2 + 1}", i)
    yield ("send", "w1", "stop")
    yield ("send", "w2", -1)
    return "produced"
for entry in scheduler([Task("main", producer())]): print(*entry)
def queens(n, row=0, cols=()):
    if row == n: yield cols; return
    for c in range(n):
        if all(c != q and abs(c - q) != row - r for r, q in enumerate(cols)): yield from queens(n, row + 1, cols + (c,))
print(list(queens(5))[:3], sum(1 for _ in queens(6)))
def tokens(s):
    i = 0
    while i < len(s):
        if s[i].isdigit():
            j = i
            while j < len(s) and s[j].isdigit(): j += 1
            yield ("num", int(s[i:j])); i = j; continue
        if not s[i].isspace(): yield ("op", s[i])
        i += 1
    yield ("end", None)
def parse(s):
    it = tokens(s); cur = next(it)
    def advance():
        nonlocal cur
        t = cur; cur = next(it, ("end", None)); return t
    def atom():
        k, v = advance()
        if k == "num": return v
        if v == "(":
            r = expr(); advance(); return r
        if v == "-": return -atom()
        raise SyntaxError(f"unexpected {v!r}")
    def term():
        r = atom()
        while cur[1] in ("*", "/", "%"):
            op = advance()[1]; q = atom(); r = r * q if op == "*" else r // q if op == "/" else r % q
        return r
    def expr():
        r = term()
        while cur[1] in ("+", "-"): r = r + term() if advance()[1] == "+" else r - term()
        return r
    return expr()
for s in ("1 + 2 * 3", "(1+2)*3", "-(4-10)/2", "100 % 7 * 2", "2*(3+(4-1))", "1 + *"):
    try: print(s, "=", parse(s))
    except SyntaxError as e: print(s, "->", e)
def permute(xs):
    if not xs: yield []
    for i, x in enumerate(xs):
        for rest in permute(xs[:i] + xs[i + 1:]): yield [x] + rest
print(["".join(p) for p in permute(list("abc"))])
def countdown(n):
    while n > 0: n = (yield n) or n - 1
c = countdown(10); print(next(c), next(c), c.send(4), list(c))
def broadcast(*targets):
    for t in targets: next(t)
    try:
        while True:
            x = yield
            for t in targets: t.send(x)
    finally:
        for t in targets: t.close()
def sink(name, out):
    try:
        while True: out.append((name, (yield)))
    except GeneratorExit: out.append((name, "closed"))
out = []; b = broadcast(sink("a", out), sink("b", out)); next(b); b.send(1); b.send(2); b.close(); print(out)
