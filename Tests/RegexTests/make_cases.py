"""Writes match cases with the results of the Python that runs this (CPython 3.14):

    make_cases.py SEED COUNT OUT                random patterns and texts
    make_cases.py SEED COUNT OUT TEST_FOLDER    those of re_tests.py and test_re.py in that folder

One line a pattern, `P flags groups n code... # text`, then its cases, `T mode pos endpos n character... | result`. Modes: 0 match,
1 fullmatch, 2 search (result -1, or lastindex, or 0 without one, and a span for every group), 3 finditer (spans)."""
import sys, random, re, warnings, ast
warnings.simplefilter("ignore")
import re._compiler as C, re._parser as P
seed, count, out = int(sys.argv[1]), int(sys.argv[2]), open(sys.argv[3], "w")
suite = len(sys.argv) > 4
R = random.Random(seed)
def emit_pattern(pat, flags):
    try:
        p = P.parse(pat, flags)
        code = C._code(p, flags)
        r = re.compile(pat, flags)
    except (re.error, OverflowError, ValueError, RecursionError, AssertionError, TypeError):
        return None
    f = flags | p.state.flags
    print("P", f if type(f) is int else f.value, p.state.groups - 1, len(code), *[int(format(c, "d")) for c in code], "#", ascii(pat), file=out)
    return r
def spans(m):
    if m is None: return [-1]
    o = [m.lastindex if m.lastindex is not None else 0]
    for g in range(m.re.groups + 1): o += m.span(g)
    return o
def emit(r, s, pos=0, endpos=None):
    if endpos is None: endpos = len(s)
    chars = list(s) if isinstance(s, bytes) else [ord(c) for c in s]
    for mode, fn in enumerate((r.match, r.fullmatch, r.search)):
        print("T", mode, pos, endpos, len(chars), *chars, "|", *spans(fn(s, pos, endpos)), file=out)
    a = []
    for m in r.finditer(s, pos, endpos): a += m.span()
    print("T", 3, pos, endpos, len(chars), *chars, "|", *a, file=out)
if suite:
    src = open(sys.argv[4] + "/test_re.py").read()
    lits = sorted({n.value for n in ast.walk(ast.parse(src)) if isinstance(n, ast.Constant) and isinstance(n.value, (str, bytes)) and len(n.value) < 60}, key=repr)
    src2 = open(sys.argv[4] + "/re_tests.py").read()
    tests = [tuple(e.value if isinstance(e, ast.Constant) else None for e in n.elts[:2]) for n in ast.walk(ast.parse(src2)) if isinstance(n, ast.Tuple) and len(n.elts) >= 3]
    for t in tests:
        if not isinstance(t[0], str) or not isinstance(t[1], str): continue
        for f in (0, re.I, re.M, re.S, re.A, re.I|re.A):
            r = emit_pattern(t[0], f)
            if r: emit(r, t[1])
        try: b0, b1 = t[0].encode("latin1"), t[1].encode("latin1")
        except UnicodeError: continue
        for f in (0, re.I, re.L, re.L|re.I):
            r = emit_pattern(b0, f)
            if r: emit(r, b1)
    for p in lits:
        for f in (0, re.I, re.M|re.X):
            r = emit_pattern(p, f)
            if not r: continue
            for s in R.sample([x for x in lits if type(x) is type(p)], 25): emit(r, s)
    sys.exit()
ALPH = ["a","b","c","ab","A","B","1","_","\n"," ","\xe9","\xc9","\xdf","\u0130","\u0131","\u017f","\u212a","\u1e9e","\u0416","\u0436","\U00010400","\U00010428","\u0660","\u2028","\x1c"]
def atom(d, st):
    x = R.random()
    small = st["alpha"]
    if x < .35: return re.escape(R.choice(small))
    if x < .42: return "."
    if x < .50: return R.choice([r"\w", r"\d", r"\s", r"\W", r"\D", r"\S"])
    if x < .60:
        body = "".join(R.choice([re.escape(R.choice(small)), "a-c", r"\w", r"\d", r"\s", "A-Z", "\u0400-\u0450" if st["uni"] else "0-9", r"\W"]) for _ in range(R.randint(1, 3)))
        return "[" + R.choice(["", "^"]) + body + "]"
    if x < .68: return R.choice(["^", "$", r"\b", r"\B", r"\A", r"\Z"])
    if d <= 0: return re.escape(R.choice(small))
    y = R.random()
    if y < .35:
        st["n"] += 1
        return "(" + alt(d - 1, st) + ")"
    if y < .55: return "(?:" + alt(d - 1, st) + ")"
    if y < .62: return "(?=" + alt(d - 1, st) + ")"
    if y < .69: return "(?!" + alt(d - 1, st) + ")"
    if y < .74: return R.choice(["(?<=", "(?<!"]) + re.escape(R.choice(small)) + ")"
    if y < .80: return "(?>" + alt(d - 1, st) + ")"
    if y < .85 and st["n"]: return "(?(%d)%s|%s)" % (R.randint(1, st["n"]), seq(d - 1, st), seq(d - 1, st))
    if y < .93 and st["n"]: return "\\%d" % R.randint(1, st["n"])
    if y < .96: return "(?" + R.choice("ism") + ":" + alt(d - 1, st) + ")"
    return "(?:" + "|".join(seq(0, st) for _ in range(R.randint(3, 5))) + ")"
def quant():
    x = R.random()
    if x < .55: return ""
    q = R.choice(["*", "+", "?", "{2}", "{1,2}", "{0,2}", "{2,}", "{,3}", "*", "+"])
    return q + R.choice(["", "", "", "?", "?", "+"])
def seq(d, st): return "".join(atom(d, st) + quant() for _ in range(R.randint(0 if R.random() < .1 else 1, 3)))
def alt(d, st): return "|".join(seq(d, st) for _ in range(R.choice([1, 1, 1, 2, 2, 3])))
import signal
class TO(Exception): pass
def onalarm(*a): raise TO
signal.signal(signal.SIGALRM, onalarm)
n = 0
while n < count:
    uni = R.random() < .3
    st = {"n": 0, "uni": uni, "alpha": ALPH if uni else ["a", "b", "a", "b", "c", "A", "1", " "]}
    pat = alt(R.randint(1, 3), st)
    flags = R.choice([0, 0, 0, re.I, re.I, re.M, re.S, re.A, re.I | re.A])
    isb = not uni and R.random() < .2
    if isb:
        pat = pat.encode(); flags = R.choice([0, re.I, re.L, re.L | re.I, re.M])
    signal.setitimer(signal.ITIMER_REAL, 2)
    try:
        r = emit_pattern(pat, flags)
        if r is None: continue
        n += 1
        for _ in range(6):
            s = "".join(R.choice(st["alpha"] + (["\n"] if R.random() < .3 else [])) for _ in range(R.randint(0, 9)))
            if isb: s = s.encode()
            a = R.randint(0, len(s)) if R.random() < .3 else 0
            b = R.randint(0, len(s)) if R.random() < .3 else len(s)
            emit(r, s, a, b)
    except TO: pass
    finally: signal.setitimer(signal.ITIMER_REAL, 0)
