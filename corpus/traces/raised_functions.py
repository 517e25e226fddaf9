"""Functions that exceptions leave, called from code that is not in a trace with them: parsers that try one thing after the other."""
import traceback
class Fail(Exception):
    def __init__(self, pos, what): self.pos = pos; self.what = what
def expect(s, i, c):
    if i >= len(s) or s[i] != c: raise Fail(i, c)
    return i + 1
def number(s, i):
    j = i
    while j < len(s) and s[j].isdigit(): j += 1
    if j == i: raise Fail(i, 'digit')
    return int(s[i:j]), j
def atom(s, i):
    try:
        return number(s, i)
    except Fail:
        pass
    i = expect(s, i, '(')
    v, i = expr(s, i)
    return v, expect(s, i, ')')
def term(s, i):
    v, i = atom(s, i)
    while True:
        try:
            i = expect(s, i, '*')
        except Fail:
            return v, i
        w, i = atom(s, i)
        v *= w
def expr(s, i=0):
    v, i = term(s, i)
    while True:
        try: i = expect(s, i, '+')
        except Fail: return v, i
        w, i = term(s, i)
        v += w
def parse(s):
    v, i = expr(s)
    if i != len(s): raise Fail(i, 'end')
    return v
inputs = ['1+2*3', '(1+2)*3', '((4))*(5+6*(7+8))', '1+', '2*(3', ')', '', '12*12+x']
good = bad = 0
for k in range(1500):
    for s in inputs:
        try:
            good += parse(s)
        except Fail as e:
            bad += e.pos
            if k == 1499: print(repr(s), e.pos, e.what, [(t.name, t.lineno) for t in traceback.extract_tb(e.__traceback__)], type(e.__context__).__name__)
print(good, bad)
def fail(i):
    if i % 2: raise Fail(i, 'odd')
    return [i][i % 4]
def outer(f, i):
    return f(i)
c = {}
for i in range(8000):
    try: r = outer(fail, i)
    except (Fail, IndexError) as e: r = type(e).__name__ + str(len(traceback.extract_tb(e.__traceback__)))
    else: r = 'ok'
    c[r] = c.get(r, 0) + 1
print(sorted(c.items()))
def fin(i):
    try:
        if i % 3 == 0: raise Fail(i, 'f')
        return i
    finally:
        c['fin'] = c.get('fin', 0) + 1
n = 0
for i in range(4000):
    try: n += fin(i)
    except Fail as e: n -= e.pos
print(n, c['fin'])
def deep(n):
    if n == 0: raise Fail(0, 'deep')
    return deep(n - 1) + 1
for i in range(300):
    try: deep(i % 40 + 1)
    except Fail as e: n += len(traceback.extract_tb(e.__traceback__))
print(n)
try:
    deep(100000)
except RecursionError as e: print(e)
for k in range(3000):
    try: parse('1+')
    except Fail: pass
parse('(7')
