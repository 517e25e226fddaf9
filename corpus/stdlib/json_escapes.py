# Escapes of JSON in texts of every width and of lengths around the steps of the loops that look for them; also across pieces of a long text.
import json
import random

r = random.Random(5)
alphabet = ['a', '"', '\\', '\n', '\t', '\b', '\f', '\r', '\x00', '\x1f', '\x7f', '\x80', 'é', 'ÿ', 'Ā', '東', '\ud800', '😀', '~', '}']
total = 0
for k in range(600):
    few = alphabet[:r.choice((1, 5, 11, 14, 17, 20))]
    n = 5000 if k % 100 == 0 else r.choice((0, 1, 3, 5, 15, 16, 17, 40, 100))
    s = ''.join(r.choice(few) if r.random() < 0.5 else 'x' for _ in range(n))
    for ascii_only in (True, False):
        t = json.dumps([s, {s: s}], ensure_ascii=ascii_only)
        assert json.loads(t) == [s, {s: s}]
        total = (total * 31 + sum(map(ord, t)) + len(t)) % 1000003
        if k < 60:
            print(ascii(t)[:120])
print(total)
