# Recursion through generators, comprehensions and loops called from traces, compiled early and late.
import subprocess
import sys

def cross(A, B):
    return [a + b for a in A for b in B]

def assign(values, s, d):
    other = values[s].replace(d, '')
    if all((eliminate(values, s, d2) for d2 in other)):
        return values
    return False

def eliminate(values, s, d):
    if d not in values[s]:
        return values
    values[s] = values[s].replace(d, '')
    if len(values[s]) == 0:
        return False
    elif len(values[s]) == 1:
        d2 = values[s]
        if not all((eliminate(values, s2, d2) for s2 in peers[s])):
            return False
    for u in units[s]:
        dp = [s for s in u if d in values[s]]
        if len(dp) == 0:
            return False
        elif len(dp) == 1:
            if not assign(values, dp[0], d):
                return False
    return values

def some(seq):
    for e in seq:
        if e:
            return e
    return False

def search(values):
    if values is False:
        return False
    if all((len(values[s]) == 1 for s in squares)):
        return values
    n, s = min(((len(values[s]), s) for s in squares if len(values[s]) > 1))
    return some((search(assign(values.copy(), s, d)) for d in values[s]))

def run():
    global d, peers, s, squares, u, units, values
    g = '4.....8.5.3..........7......2.....6.....8.4......1.......6.3.7.5..2.....1.4......'
    digits = '123456789'
    rows = 'ABCDEFGHI'
    cols = digits
    squares = cross(rows, cols)
    unitlist = [cross(rows, c) for c in cols] + [cross(r, cols) for r in rows] + [cross(rs, cs) for rs in ('ABC', 'DEF', 'GHI') for cs in ('123', '456', '789')]
    units = {s: [u for u in unitlist if s in u] for s in squares}
    peers = {s: set(sum(units[s], [])) - {s} for s in squares}
    values = {s: digits for s in squares}
    for s, d in zip(squares, g):
        if d in digits and (not assign(values, s, d)):
            return 'bad'
    r = search(values)
    return ''.join((r[s] for s in squares))
if len(sys.argv) > 1:
    for k in range(40):
        r = run()
    print(r)
else:
    for threshold in (10, 20, 30):
        p = subprocess.run([sys.executable, f"-Xjit-threshold={threshold}", sys.argv[0], "run"], capture_output=True, text=True)
        print(threshold, p.returncode, p.stdout.strip(), p.stderr[-300:])
