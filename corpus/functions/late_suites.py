# Suites that are first run late: after others, in hot loops, in deep recursion, by two threads, while somebody traces.
import sys, threading, traceback

class Names:
    __private = 'mangled'
    def get(self, which, **extra):
        if which == 'private':
            value = [self.__private, Names.__private, {n: self.__private for n in 'ab'}]
            self.__other = value, extra, len(extra)
            return value, self.__other
        elif which == 'class':
            class Inner(__class__ if extra.get('own') else object):
                __private = 'inner'
                def look(self): return self.__private, which, __class__.__name__
            return Inner().look(), Inner.__qualname__, Inner.look.__qualname__
        elif which == 'super':
            text = super().__repr__()
            return text.startswith('<'), sorted(extra, key=lambda k: extra[k]), max(extra, key=extra.get, default=None)
        else:
            raise ValueError(f"unknown: {which!r:>{len(which) + 4}} {extra or 'none'}")
n = Names()
print(n.get('private', a=1)); print(n.get('class')); print(n.get('class', own=True)); print(n.get('super', b=2, a=3))
for w in 'x', 'private':
    try: print(n.get(w))
    except ValueError as e: print(e)

def bound_and_unbound(x, y=None):
    out = [x, y]
    if x > 2:
        z = x, y
        del y, x
        try: out.append(y)
        except UnboundLocalError as e: out.append(str(e))
        try:
            out.append(1 // (z[0] - 3))
        except ZeroDivisionError as y:
            out.append(str(y)); saved = [str(y), type(y).__name__, z]
            out.extend(saved)
        try: print(y)
        except UnboundLocalError as e: out.append(str(e)); out.append(str(e))
    out.append(x if z_is_set(locals()) is None else 'gone')
    return out
def z_is_set(d): return d.get('z')
for i in 1, 2, 3, 4: 
    try: print(bound_and_unbound(i))
    except UnboundLocalError as e: print('after', e)

def cells(kind):
    count = 0
    def add(k=1):
        nonlocal count
        if k > 0:
            count += k
            later = [count + j for j in range(k)] + [(lambda q=k: q + count)()]
            return later, sum(j * count for j in range(k)), {j: count for j in range(2)}
        else:
            del count
            try: return count
            except NameError as e: return str(e)
    if kind == 'some':
        first, *rest, last = add(3), *[add(i) for i in (1, 2)], add()
        (a, b), c = (count, kind), [count, first]
        a, b = b, a
        return first, rest, last, a, b, c
    if kind == 'gone':
        a = add(0)
        try: return a, count
        except NameError as e: return a, str(e)
    global made
    made = [x for x in range(5) if (y := x * 2) > 3], y
    import os.path as p, json
    from string import ascii_letters as letters, digits
    with open(os_devnull := p.devnull if hasattr(p, 'devnull') else '/dev/null') as f, open(os_devnull) as g:
        data = f.read() + g.read()
    return made, letters[:3], digits[-2:], data, json.dumps({'k': kind, **{kind: 1, count: 2}, 'n': [1, *letters[:2]]}), f'{count:{3}}|{kind!r}'
for k in 'some', 'gone', 'other', 'some': print(cells(k))

def hot(n):
    total = text = 0
    for i in range(n):
        if i % 7 == 3:
            total += i * 2; text = total
        elif i == n - 5:
            a, b, c = i, total, text
            total = a + b * 2 - c; c, a = a, b
            for j in range(i % 11): total += j if j % 2 else -j
        elif i == n - 4:
            try: total += {}['missing']
            except KeyError as e: total += len(str(e)) + (lambda: n)()
        elif i > n - 3:
            while total % 10: total += 1
            else: total += max([i, n, total], key=lambda v: -v)
        else:
            total ^= i
    return total, text
for n in 3, 10, 100, 5000, 5001, 20000: print(hot(n))

def deep(n):
    if n == 0:
        inner = [k for k in (1, 2, 3) if k]; d = {n: inner, 'x': (n, *inner)}
        return 'bottom', d, '%s-%s' % (n, len(inner))
    if n % 2:
        r = deep(n - 1); kept = (n, r[0], r[2])
        return kept[1], r[1], kept[2]
    else:
        try: return deep(n - 1)
        finally: n += 1
print(deep(400)); print(deep(3))
def endless(n):
    if n > 0:
        x = n + 1, n * 2, [n]
        return endless(x[0])
    raise ValueError(n)
try: endless(1)
except RecursionError as e: print('RecursionError')
try: endless(0)
except ValueError as e: print(e)

def shared(i, out, gate):
    gate.wait()
    if i >= 0:
        here = {'n': i, 'half': i / 2, 'sq': [j * j for j in range(i)]}
        out.append((here['n'], here['half'], sum(here['sq'])))
    else:
        out.append(('negative', i, abs(i), -i * 2, divmod(i, 3)))
out, gate = [], threading.Barrier(8)
threads = [threading.Thread(target=shared, args=(i, out, gate)) for i in range(-4, 4)]
for t in threads: t.start()
for t in threads: t.join()
print(sorted(map(str, out)))

def traced(n):
    a = n
    if n > 1:
        b = a + 1
        c = [b, a]
        d = sum(c)
    else:
        b = a - 1
        d = str(b) + 'less'
    try:
        e = 1 // n
    except ZeroDivisionError as z:
        e = repr(z)
        d = d, e
    return d
lines = []
def tracer(frame, event, arg):
    if frame.f_code is traced.__code__ and event == 'line': lines.append(frame.f_lineno - traced.__code__.co_firstlineno)
    return tracer
print(traced(5))
sys.settrace(tracer)
r = traced(0), traced(2)
sys.settrace(None)
print(r, lines)

def places(n):
    if n:
        a = [n, n]
        if n > 1:
            raise KeyError(a[0],
                           a[1] / (n - n))
    else:
        return [x for x in 'abc'] + [(lambda: n)]
    return n
for n in 1, 2:
    try: places(n)
    except Exception as e: traceback.print_exc(file=sys.stdout)
def shape(f):
    c = f.__code__
    return sorted(set(l - c.co_firstlineno for *_, l in c.co_lines() if l)), [t in c.co_consts for t in ('some text here', 'not a number')], sorted(k.co_name for k in c.co_consts if hasattr(k, 'co_name'))
def again(n):
    if n:
        a = [x + 0.5 for x in range(3)]
        return a, 'some text here', lambda: 2.5
    try:
        return int('not a number')
    except ValueError as e:
        return str(e), [y for y in (1.25, 'more text')]
print(shape(again)); again(1); print(shape(again)); print(again(0)); print(shape(again))
