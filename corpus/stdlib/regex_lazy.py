# Patterns that are compiled and only later, or never, matched: copies, equality, hashes, pickles, errors in the code.
import re, copy, pickle, _sre
ps = [re.compile(p, f) for p in [r"a+b", r"(?P<x>\w+)\s(?P=x)", r"[^\W\d_]{2,5}?$", r"(?:(a)|b)*c", r"\bfoo\b|^bar"] for f in (0, re.I, re.M | re.A)]
print(len({p for p in ps}), ps[0] == re.compile("a+b"), ps[0] == ps[1], hash(ps[0]) == hash(re.compile("a+b")))
print([p.groups for p in ps], [p.flags for p in ps], ps[3].groupindex)
print(copy.copy(ps[4]) is ps[4], pickle.loads(pickle.dumps(ps[2])) == ps[2], repr(ps[5]))
for p in ps: print([m.span() for m in p.finditer("foo Bar aab AAB the the bar\nbar abac foo")])
for code in ([], [1], [99], [17, 97], [17, 97, 1, 1], [4, 5, 1]):
    try: print(_sre.compile("x", 0, code, 0, {}, ()))
    except Exception as e: print(type(e).__name__, e)
