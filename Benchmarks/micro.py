"""Small snippets timed on CPython and on dxpy, JIT off and on, as ratios: where does a single operation cost more than in CPython?

    python3.14 Benchmarks/micro.py [--dxpy PATH] [--library] [--all] [--time SECONDS] [PATTERN...]

With --all also with the JIT on. With --library the snippets are those of micro_library.py, and a geometric mean is told for each family. Each implementation runs all snippets in one process (`--child`): every snippet is the body of a
loop in a function of its own, run until it takes TIME seconds; the best of seven turns counts (processor time, so that other load matters less). The list is sorted, slowest first;
a ratio above 1 means faster than CPython. A snippet is (name, set-up, body); `_i` counts the body's turns.
"""

import math
import os
import pathlib
import subprocess
import sys

SNIPPETS = [
    # name, set-up (module level), body
    ("local add", "", "x = _i + 1; y = x - 3; x = x * y"),
    ("float arithmetic", "a = 1.5; b = 0.25", "x = a * b + 2.0; y = x / 3.0 - a; z = -y"),
    ("complex arithmetic", "a = 1.5 + 2j; b = 0.5j", "x = a * a + b; y = abs(x)"),
    ("mixed int/float", "", "x = _i * 0.5 + 3; y = 2 * x - _i"),
    ("floor division, modulo", "", "x = _i // 7; y = _i % 7; z = divmod(_i, 10)"),
    ("bit operations", "", "x = (_i << 3) ^ (_i >> 2) & 255 | 1; y = ~x"),
    ("power", "", "x = (_i & 7) ** 2; y = 1.5 ** 2; z = (_i & 7) ** 0.5"),
    ("big int add", "a = 10**40; b = 10**38 + 7", "x = a + b; y = x - a"),
    ("big int multiply", "a = 10**40; b = 10**38 + 7", "x = a * b; y = x // a"),
    ("pow mod", "", "x = pow(3, 12345, 1000007); y = pow(_i, 65537, 10**18 + 9)"),
    ("comparison chain", "", "x = 0 <= _i < 10**9; y = 1 < 2 < _i"),
    ("and/or/not", "a = 1; b = 0; c = ''", "x = a and b or c; y = not (a or b); z = b or None or a"),
    ("is None", "a = None", "x = a is None; y = a is not None; z = 1 if a is None else 2"),
    ("constant expressions", "", "x = 60 * 60 * 24; y = -1; z = (1, 2, 3); w = 'a' * 10"),
    ("global read/write", "g = 1", "global g; g = g + 1; x = len; y = abs"),
    ("closure cell", "def make():\n    n = 0\n    def inc():\n        nonlocal n\n        n += 1\n        return n\n    return inc\ninc = make()", "inc(); inc()"),
    ("call positional", "def f(a, b): return a", "f(1, _i); f(_i, 2)"),
    ("call keywords", "def f(a, b, c=3): return a", "f(a=1, b=2); f(1, b=2); f(1, c=4, b=2)"),
    ("call defaults", "def f(a, b=2, c=3): return a", "f(1); f(1, 2)"),
    ("call *args", "def f(*args): return args\nt = (1, 2, 3)", "f(1, 2); f(*t)"),
    ("call **kwargs", "def f(**kw): return kw\nd = {'a': 1, 'b': 2}", "f(a=1, b=2); f(**d)"),
    ("call through *args, **kw", "def g(a, b, c=0): return a\ndef f(*args, **kw): return g(*args, **kw)", "f(1, 2); f(1, b=2, c=3)"),
    ("keyword-only", "def f(a, *, b=1, c=2): return a", "f(1); f(1, b=3)"),
    ("lambda", "f = lambda x: x + 1", "f(_i); (lambda a, b: a)(1, 2)"),
    ("method call", "class A:\n    def f(self, x): return x\na = A()", "a.f(1); a.f(_i)"),
    ("bound method", "class A:\n    def f(self, x): return x\na = A(); m = a.f", "m(1); g = a.f; g(2)"),
    ("classmethod, staticmethod", "class A:\n    @classmethod\n    def f(cls): return cls\n    @staticmethod\n    def g(x): return x\na = A()", "A.f(); a.f(); A.g(1); a.g(2)"),
    ("super()", "class A:\n    def f(self): return 1\nclass B(A):\n    def f(self): return super().f()\nb = B()", "b.f()"),
    ("attribute read/write", "class A: pass\na = A(); a.x = 1; a.y = 2", "a.x = a.y; a.y = _i; z = a.x"),
    ("slots", "class A:\n    __slots__ = ('x', 'y')\na = A(); a.x = 1; a.y = 2", "a.x = a.y; a.y = _i; z = a.x"),
    ("class attribute", "class A: n = 5\na = A()", "x = A.n; y = a.n"),
    ("class attribute write", "class A: n = 5", "A.n = A.n + 1"),
    ("property", "class A:\n    def __init__(self): self._x = 1\n    @property\n    def x(self): return self._x\n    @x.setter\n    def x(self, v): self._x = v\na = A()", "y = a.x; a.x = _i"),
    ("polymorphic attribute", "class A:\n    def __init__(self): self.x = 1\n    def f(self): return 1\nclass B(A): pass\nclass C(A):\n    def f(self): return 3\nclass D(A): pass\nos = [A(), B(), C(), D(), B()]", "for o in os: o.x; o.f()"),
    ("__getattr__", "class A:\n    def __getattr__(self, n): return 1\na = A()", "a.foo"),
    ("getattr/hasattr/setattr", "class A: pass\na = A(); a.x = 1", "getattr(a, 'x'); getattr(a, 'zz', None); hasattr(a, 'x'); hasattr(a, 'q'); setattr(a, 'x', 2)"),
    ("operator overloading", "class V:\n    def __init__(self, x): self.x = x\n    def __add__(self, o): return V(self.x + o.x)\n    def __eq__(self, o): return self.x == o.x\n    def __lt__(self, o): return self.x < o.x\na = V(1); b = V(2)", "a + b; a == b; a < b"),
    ("__getitem__/__len__/__call__", "class V:\n    def __getitem__(self, i): return i\n    def __len__(self): return 3\n    def __call__(self, x): return x\n    def __contains__(self, x): return True\nv = V()", "v[1]; len(v); v(2); 3 in v"),
    ("instance creation", "class A:\n    def __init__(self, x, y): self.x = x; self.y = y", "A(1, 2); A(3, y=4)"),
    ("instance without __init__", "class A: pass", "A(); object()"),
    ("slots instance creation", "class A:\n    __slots__ = ('x', 'y')\n    def __init__(self, x, y): self.x = x; self.y = y", "A(1, 2)"),
    ("dataclass", "from dataclasses import dataclass\n@dataclass\nclass P:\n    x: int\n    y: int = 0", "p = P(1, 2); q = P(1); p == q"),
    ("dataclass repr, hash, order", "from dataclasses import dataclass\n@dataclass(frozen=True, order=True)\nclass P:\n    x: int\n    y: int\np = P(1, 2); q = P(1, 3)", "hash(p); p < q; repr(p)"),
    ("frozen dataclass creation", "from dataclasses import dataclass\n@dataclass(frozen=True)\nclass P:\n    x: int\n    y: int", "P(1, 2)"),
    ("namedtuple", "from collections import namedtuple\nP = namedtuple('P', 'x y')", "p = P(1, 2); p.x + p.y; u, v = p; p[0]; p._replace(x=3)"),
    ("enum", "import enum\nclass C(enum.Enum):\n    A = 1\n    B = 2", "C.A; C.A.value; C(2); C.A is C.B; C['A']"),
    ("class creation", "class B: pass", "class A(B):\n    x = 1\n    def f(self): pass"),
    ("isinstance", "class A: pass\nclass B(A): pass\nb = B()", "isinstance(b, A); isinstance(b, (int, A)); isinstance(_i, int); issubclass(B, A)"),
    ("isinstance ABC", "from collections.abc import Mapping, Iterable, Sequence\nd = {}; l = []", "isinstance(d, Mapping); isinstance(l, Iterable); isinstance(l, Mapping)"),
    ("type()", "class A: pass\na = A()", "type(a) is A; type(_i) is int; a.__class__"),
    ("tuple display, unpack", "a = 1; b = 2", "t = (a, b, _i); x, y, z = t; a_, b_ = b, a"),
    ("list display, star unpack", "a = [1, 2, 3, 4]", "x = [_i, 2, 3]; p, *q = a; r = [*a, 5]; s = (*a, *x)"),
    ("dict display", "a = 1", "d = {'x': a, 'y': 2, 'z': 3}; e = {**d, 'w': 1}"),
    ("list index, store", "l = list(range(100))", "x = l[5]; l[7] = x; y = l[-1]; l[_i % 100] = 3"),
    ("list slice", "l = list(range(100))", "x = l[2:10]; y = l[::-1]; z = l[-3:]; l[2:4] = (1, 2)"),
    ("list methods", "l = []", "l.append(1); l.append(2); l.pop(); l.extend((1, 2)); l.insert(0, 3); l.clear()"),
    ("list search", "l = list(range(30))", "l.index(20); 25 in l; l.count(3); 40 in l"),
    ("list concat, repeat", "a = [1, 2, 3]; b = [4, 5]", "x = a + b; y = a * 3; z = [0] * 20; x += b"),
    ("list compare", "a = list(range(10)); b = list(range(9)) + [11]", "a == b; a < b; a != b"),
    ("nested list 2D", "m = [[1, 2, 3] for _ in range(3)]", "x = m[1][2]; m[2][0] = x; m[0][1] += 2"),
    ("tuple compare, hash", "a = (1, 2, 'x'); b = (1, 2, 'y')", "a == b; a < b; hash(a); d = {a: 1}; a in d"),
    ("dict get/set", "d = {i: i for i in range(50)}; s = {'a': 1, 'b': 2}", "x = d[3]; d[4] = x; y = s['a']; s['b'] = y; d.get(70); s.get('q', 1)"),
    ("dict in, setdefault, pop", "d = {'a': 1}", "'a' in d; 'zz' in d; d.setdefault('l', 2); d.pop('l', None); d.pop('q', None)"),
    ("dict iteration", "d = {i: str(i) for i in range(20)}", "for k, v in d.items(): pass\nfor k in d: pass\nfor v in d.values(): pass"),
    ("dict comprehension", "r = range(20)", "{k: k + 1 for k in r}"),
    ("dict merge, update, copy", "a = {'a': 1, 'b': 2}; b = {'c': 3, 'd': 4}", "c = a | b; e = dict(a); e.update(b); f = a.copy(); f |= b; h = dict(a, z=1)"),
    ("dict from zip", "k = list('abcdefgh'); v = list(range(8))", "dict(zip(k, v)); list(zip(k, v)); dict.fromkeys(k, 0)"),
    ("dict views", "a = {'a': 1, 'b': 2}", "a.keys(); list(a.items()); sorted(a); a.keys() & {'a'}"),
    ("set operations", "a = set(range(20)); b = set(range(10, 30))", "a & b; a | b; a - b; a ^ b; 5 in a; a <= b"),
    ("set add, discard", "s = set()", "s.add(_i & 63); s.add(3); s.discard(3); len(s)"),
    ("set comprehension", "r = range(20)", "{k % 7 for k in r}"),
    ("in constants", "c = 'b'", "c in ('a', 'b', 'c'); c in {'a', 'b'}; c in 'abc'; _i in (1, 2, 3); c in ['x', 'b']"),
    ("list comprehension", "r = list(range(20))", "[x * 2 for x in r if x & 1]"),
    ("nested comprehension", "r = list(range(6))", "[x * y for x in r for y in r]; [[y for y in r] for x in r]"),
    ("generator expression", "r = list(range(20))", "sum(x * 2 for x in r); any(x > 30 for x in r); all(x >= 0 for x in r)"),
    ("generator function", "def g(n):\n    for i in range(n): yield i", "for x in g(20): pass"),
    ("yield from", "def g(n):\n    for i in range(n): yield i\ndef h(n):\n    yield from g(n)", "for x in h(20): pass"),
    ("generator while, send", "def g():\n    x = 0\n    while True: x = (yield x) or x + 1\nit = g(); next(it)", "it.send(3); next(it)"),
    ("coroutine await", "async def f(): return 1\nasync def g():\n    x = await f()\n    return x + await f()", "c = g()\ntry: c.send(None)\nexcept StopIteration: pass"),
    ("iterator class", "class I:\n    def __init__(self): self.i = 0\n    def __iter__(self): return self\n    def __next__(self):\n        self.i += 1\n        if self.i > 10: raise StopIteration\n        return self.i", "for x in I(): pass"),
    ("for range", "", "for i in range(30): pass\nfor i in range(0, 30, 2): x = i"),
    ("for enumerate, zip", "a = list(range(20))", "for i, x in enumerate(a): pass\nfor x, y in zip(a, a): pass"),
    ("for list, tuple, str", "a = list(range(20)); t = tuple(a); s = 'abcdefghij'", "for x in a: pass\nfor x in t: pass\nfor c in s: pass"),
    ("for reversed, sorted", "a = list(range(20))", "for x in reversed(a): pass\nfor x in sorted(a): pass"),
    ("while break/continue", "", "i = 0\nwhile True:\n    i += 1\n    if i & 1: continue\n    if i > 20: break"),
    ("map, filter", "a = list(range(20)); f = lambda x: x & 1", "list(map(f, a)); list(filter(f, a)); list(map(str, a)); sum(map(int, a))"),
    ("min, max, abs, round", "l = [3, 1, 2]", "min(_i, 3); max(_i, 7); min(l); max(1, 2, 3); abs(-3); round(2.567, 2); round(2.5)"),
    ("sum", "a = list(range(100)); f = [0.5] * 100", "sum(a); sum(f); sum(a, 5)"),
    ("min/max key", "a = ['aaa', 'b', 'cc']", "min(a, key=len); max(a, key=lambda s: s)"),
    ("sort", "import random\nr = random.Random(1); a = [r.random() for _ in range(100)]; s = [str(x) for x in a]", "sorted(a); sorted(s); c = a[:]; c.sort(reverse=True)"),
    ("sort key", "import random, operator\nr = random.Random(1); a = [(r.randrange(100), i) for i in range(50)]", "sorted(a, key=lambda p: p[0]); sorted(a, key=operator.itemgetter(1)); sorted(a)"),
    ("itemgetter, attrgetter", "import operator\nclass A: pass\na = A(); a.x = 1\ng = operator.itemgetter(1); h = operator.attrgetter('x'); k = operator.itemgetter(0, 2); t = (1, 2, 3)", "g(t); h(a); k(t)"),
    ("functools.partial", "from functools import partial\ndef f(a, b, c=0): return a\np = partial(f, 1); q = partial(f, 1, c=2)", "p(2); q(3); partial(f, 1)"),
    ("functools.reduce", "from functools import reduce\nimport operator\na = list(range(20))", "reduce(operator.add, a); reduce(lambda x, y: x + y, a)"),
    ("lru_cache", "from functools import lru_cache, cache\n@lru_cache(maxsize=100)\ndef f(a): return a\n@cache\ndef g(a, b): return a", "f(1); f(2); g(1, 2)"),
    ("decorator wraps", "from functools import wraps\ndef deco(fn):\n    @wraps(fn)\n    def w(*a, **k): return fn(*a, **k)\n    return w\n@deco\ndef f(x): return x", "f(1)"),
    ("itertools product", "from itertools import product, permutations, combinations\nr = range(4)", "for x in product(r, r): pass\nfor x in permutations(r, 2): pass\nfor x in combinations(r, 2): pass"),
    ("itertools chain, islice, count", "from itertools import chain, islice, count, accumulate, repeat, takewhile\na = list(range(10))", "for x in chain(a, a): pass\nlist(islice(count(), 10)); list(accumulate(a)); list(repeat(1, 5)); list(chain.from_iterable([a, a]))"),
    ("itertools groupby, zip_longest", "from itertools import groupby, zip_longest, cycle, pairwise, starmap\na = [1, 1, 2, 3, 3, 3]; import operator", "[(k, list(g)) for k, g in groupby(a)]; list(zip_longest(a, [1])); list(pairwise(a)); list(starmap(operator.add, [(1, 2)]))"),
    ("try without exception", "", "try: x = _i\nexcept ValueError: pass\nfinally: y = 1"),
    ("raise, except", "", "try: raise ValueError('x')\nexcept ValueError as e: pass"),
    ("KeyError caught", "d = {}", "try: d['q']\nexcept KeyError: pass"),
    ("exception through frames", "def f(n):\n    if n == 0: raise KeyError(n)\n    f(n - 1)", "try: f(4)\nexcept (TypeError, LookupError): pass"),
    ("int() ValueError", "", "try: int('zz')\nexcept ValueError: pass"),
    ("custom exception", "class E(Exception):\n    def __init__(self, x): super().__init__(x); self.x = x", "try: raise E(1)\nexcept E as e: e.x"),
    ("with statement", "class C:\n    def __enter__(self): return self\n    def __exit__(self, *a): return None\nc = C()", "with c as x: pass"),
    ("contextmanager", "from contextlib import contextmanager, suppress\n@contextmanager\ndef cm(): yield 1", "with cm() as x: pass\nwith suppress(KeyError): pass"),
    ("assert, pass, del", "", "assert True; x = _i; del x; assert _i >= 0, 'no'"),
    ("match statement", "class P:\n    __match_args__ = ('x',)\n    def __init__(self, x): self.x = x\np = P(1)", "match _i & 3:\n    case 0: pass\n    case 1 | 2: pass\n    case _: pass\nmatch p:\n    case P(1): pass\nmatch (1, 2):\n    case [q, r]: pass\nmatch {'k': 1}:\n    case {'k': v}: pass"),
    ("str concat in loop", "", "s = ''\nfor i in range(20): s += 'ab'"),
    ("str index, slice, len", "s = 'hello world foo'", "s[3]; s[-1]; s[2:5]; s[::-1]; len(s)"),
    ("str compare, in", "a = 'hello'; b = 'help'; s = 'hello world'", "a == b; a < b; 'wor' in s; 'zzz' in s; a != 'hello'"),
    ("str find, startswith, count", "s = 'hello world foo bar'", "s.find('foo'); s.startswith('hel'); s.endswith('bar'); s.count('o'); s.index('w'); s.startswith(('x', 'h'))"),
    ("str split, join", "s = 'hello world foo bar'; w = s.split()", "s.split(); s.split(' '); ' '.join(w); s.split('o', 1); s.partition(' '); s.rsplit(None, 1)"),
    ("str splitlines, strip", "s = '  line one\\nline two\\nthree  '", "s.splitlines(); s.strip(); s.rstrip(); s.lstrip(' l'); s.strip('x')"),
    ("str replace, translate", "s = 'hello world'; t = str.maketrans('lo', '01')", "s.replace('l', 'L'); s.translate(t); s.replace('zz', 'y'); s.replace('o', '')"),
    ("str upper, lower, title", "s = 'Hello World'", "s.upper(); s.lower(); s.title(); s.capitalize(); s.swapcase(); s.casefold()"),
    ("str is*", "s = 'abc123'", "s.isdigit(); s.isalpha(); s.isalnum(); s.isspace(); s.islower(); s.isidentifier()"),
    ("str justify", "s = 'abc'", "s.ljust(10); s.rjust(10); s.center(10, '*'); s.zfill(8)"),
    ("str encode, decode", "s = 'hello wörld'; b = s.encode()", "s.encode(); b.decode(); s.encode('latin-1'); 'abc'.encode('ascii')"),
    ("ord, chr", "", "ord('a'); chr(97); chr(8364); ord('€')"),
    ("str(int), int(str)", "", "str(_i); int('12345'); str(123456789); int('ff', 16); repr(7); hex(255); bin(5)"),
    ("float parse, format", "", "float('3.14'); str(3.14159); repr(0.1); '%.2f' % 3.14159; f'{2.5:.3f}'"),
    ("f-string", "a = 'x'; b = 12", "f'{a}-{b}'; f'{b:5d}|{a:>5}|{a!r}'; f'{_i}'; f'{b:04x} {1.5:.2f}'"),
    ("% formatting", "a = 'x'; b = 12", "'%s-%d' % (a, b); '%5d %r' % (b, a); '%s' % a; '%(k)s' % {'k': 1}"),
    ("str.format", "a = 'x'; b = 12", "'{}-{}'.format(a, b); '{0:>5}{1:03d}'.format(a, b); '{k}'.format(k=1)"),
    ("repr", "l = [1, 'two', 3.0, None]; d = {'a': 1}", "repr('it'); repr(l); str(d); repr((1, 2)); repr(b'ab')"),
    ("bytes", "b = b'hello world'", "b[3]; b[2:5]; b + b'x'; b.find(b'wor'); b.split(b' '); b'lo' in b; bytes([1, 2, 3])"),
    ("bytearray", "b = bytearray(b'hello world')", "b[3]; b[3] = 65; b[2:5]; b.extend(b'x'); del b[-1]; b.append(65); b.pop()"),
    ("bytes iteration, hex", "b = bytes(range(30))", "for x in b: pass\nb.hex(); bytes.fromhex('00ff'); int.from_bytes(b[:4], 'big'); (1000).to_bytes(4, 'little')"),
    ("memoryview", "m = memoryview(bytearray(100))", "m[3]; m[2:5]; m[4] = 7; len(m)"),
    ("struct", "import struct\nb = struct.pack('<IHd', 1, 2, 3.0); S = struct.Struct('>HH')", "struct.pack('<IH', 1, 2); struct.unpack('<IHd', b); S.unpack(b'abcd'); S.pack(1, 2)"),
    ("array", "from array import array\na = array('i', range(100)); f = array('d', [1.0] * 10)", "a[3]; a[4] = 5; f[2]; f[3] = 1.5; len(a)"),
    ("deque", "from collections import deque\nd = deque(range(10))", "d.append(1); d.popleft(); d.appendleft(2); d.pop(); d[0]; d.rotate(1)"),
    ("Counter", "from collections import Counter\nw = 'the cat the dog a cat'.split()\nc = Counter(w)", "Counter(w); c['the'] += 1; c.most_common(2)"),
    ("defaultdict", "from collections import defaultdict\nw = 'the cat the dog a cat'.split()", "d = defaultdict(list)\nfor x in w: d[x].append(1)\ne = defaultdict(int)\nfor x in w: e[x] += 1"),
    ("OrderedDict", "from collections import OrderedDict\nd = OrderedDict(a=1, b=2)", "d['c'] = 1; d.move_to_end('a'); d.popitem(last=False); d['a'] = 3"),
    ("heapq", "import heapq\nh = list(range(20))", "heapq.heappush(h, _i & 15); heapq.heappop(h); heapq.nsmallest(2, h)"),
    ("heapq tuples", "import heapq\nh = [(i, 'x') for i in range(20)]", "heapq.heappush(h, (_i & 15, 'y')); heapq.heappop(h)"),
    ("bisect", "import bisect\na = list(range(0, 200, 2))", "bisect.bisect_left(a, 77); bisect.bisect(a, 3); bisect.insort(a, 50); a.remove(50)"),
    ("math", "import math", "math.sqrt(2.0); math.floor(2.5); math.sin(1.0); math.gcd(12, 18); math.pi; math.hypot(3, 4); math.log(2)"),
    ("random", "import random\nr = random.Random(1)\na = list(range(10))", "r.random(); r.randint(1, 6); r.choice(a); r.shuffle(a)"),
    ("json dumps", "import json\no = {'a': [1, 2, 3.5, None], 'b': 'text', 'c': {'d': True}}", "json.dumps(o)"),
    ("json loads", "import json\ns = json.dumps({'a': [1, 2, 3.5, None], 'b': 'text', 'c': {'d': True}})", "json.loads(s)"),
    ("re match", "import re\np = re.compile(r'(\\w+)@(\\w+)\\.com')", "p.match('foo@bar.com').group(1); p.search('x foo@bar.com'); re.findall(r'\\d+', 'a1 b22 c333')"),
    ("re sub, split", "import re\np = re.compile(r'[,;]\\s*')", "p.split('a, b; c,d'); p.sub('-', 'a, b; c,d'); re.sub(r'\\d', lambda m: 'x', 'a1b2')"),
    ("copy, deepcopy", "import copy\no = {'a': [1, 2, {'b': (3, 4)}], 'c': 'x'}", "copy.copy(o); copy.deepcopy(o)"),
    ("pickle", "import pickle\no = {'a': [1, 2, {'b': (3, 4)}], 'c': 'x'}; b = pickle.dumps(o)", "pickle.dumps(o); pickle.loads(b)"),
    ("io.StringIO", "import io", "s = io.StringIO(); s.write('abc'); s.write('def\\n'); s.getvalue()"),
    ("datetime", "import datetime\na = datetime.datetime(2020, 1, 2, 3, 4, 5); t = datetime.timedelta(days=1)", "a + t; a.isoformat(); a < a + t; a.year"),
    ("fractions, decimal", "from fractions import Fraction\nfrom decimal import Decimal\nf = Fraction(1, 3); d = Decimal('1.1')", "f + f; d * d + d"),
    ("hash, id, callable", "s = 'abc'; t = (1, 2)", "hash(s); hash(t); hash(_i); id(s); callable(len); bool(t)"),
    ("list(), tuple(), set()", "a = list(range(20)); r = range(20)", "list(a); tuple(a); set(a); list(r); tuple(r); frozenset(a)"),
    ("any, all, enumerate list", "a = [1] * 20", "any(a); all(a); list(enumerate(a)); list(reversed(a)); len(a)"),
    ("print to StringIO", "import io\nf = io.StringIO()", "print('a', 1, 2.5, file=f); f.seek(0); f.truncate()"),
    ("recursion fib", "def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)", "fib(8)"),
    ("nested function", "", "def f(a):\n    def g(b): return a + b\n    return g\nf(1)(2)"),
    ("uuid-like hashing", "import hashlib, zlib\nb = b'hello world' * 5", "hashlib.md5(b).hexdigest(); zlib.crc32(b); hashlib.sha256(b).digest()"),
    ("pathlib", "import pathlib\np = pathlib.PurePosixPath('/a/b')", "p / 'c.txt'; str(p); p.name; p.parent"),
    ("builtins with keywords", "w = 'the cat sat'.split()", "dict(a=1, b=2); sorted(w, key=len); sorted(w, reverse=True); int('ff', base=16); 'a,b'.split(sep=','); max(w, key=len)"),
    ("bytes from ints and buffers", "l = [1, 2, 3]; b = bytearray(b'abc')", "bytes(l); bytes(b); bytearray(l); bytes((65, 66)); b'' .join([b'a', b'b'])"),
    ("bytes upper, lower, hex", "b = b'Hello World' * 3", "b.upper(); b.lower(); b.hex(); bytes.fromhex('00ff10')"),
    ("base64, binascii", "import base64, binascii\nb = b'hello world' * 20", "base64.b64encode(b); binascii.hexlify(b); base64.b16encode(b)"),
    ("set of types, tuples", "atomic = {int, str, float, bool}; s = {(1, 2), (3, 4)}; d = {(1, 2): 3}", "int in atomic; list in atomic; (1, 2) in s; d[1, 2]"),
    ("attribute deletion", "class A:\n    def __init__(self): self.a = 1; self.b = 2; self.c = 3", "a = A(); del a.b; a.c; a.b = 4"),
    ("named tuple fields", "from collections import namedtuple\nP = namedtuple('P', 'x y')\np = P(1, 2)", "p.x + p.y; u, v = p; p[0]; p == p; P(3, 4)"),
    ("namedtuple make, asdict", "from collections import namedtuple\nP = namedtuple('P', 'x y')\np = P(1, 2)", "P._make((1, 2)); p._asdict()"),
    ("isinstance runtime protocol", "from typing import Protocol, runtime_checkable\n@runtime_checkable\nclass P(Protocol):\n    def f(self): ...\nclass A:\n    def f(self): pass\na = A()", "isinstance(a, P); isinstance(3, P)"),
    ("weakref.ref", "import weakref\nclass A: pass\na = A(); r = weakref.ref(a)", "weakref.ref(a); r()"),
    ("int methods", "x = 12345", "x.bit_length(); x.bit_count(); x.__index__(); (5).to_bytes(2, 'big'); float(x).is_integer()"),
    ("str.join of generator", "w = ['a', 'b', 'c', 'd']", "''.join(c for c in w); ','.join([c for c in w]); ''.join(map(str, w))"),
    ("big int shifts, compare", "a = 1 << 100; b = a + 1", "a << 3; a >> 5; a == b; a < b; a & b; a % 1000007; int(str(a))"),
    ("sequence patterns", "t = (1, 2, 3); l = [1, 2]", "match t:\n    case (x, y, z): pass\nmatch l:\n    case [a]: pass\n    case [a, b]: pass"),
    ("frozenset, flags", "import enum\nclass F(enum.Flag):\n    X = 1\n    Y = 2", "frozenset((1, 2)); F.X | F.Y; F.X in (F.X | F.Y)"),
    ("asyncio", "import asyncio\nasync def f(): await asyncio.sleep(0); return 1\nasync def main():\n    for _ in range(20): await f()", "asyncio.run(main())"),
]

HEADER = "def _run(_n):\n"


def child(seconds, patterns, snippets):
    import time
    for name, setup, body in snippets:
        if patterns and not any(p in name for p in patterns):
            continue
        space = {}
        try:
            exec(setup, space)
            declares = body.startswith("global ")
            if declares:
                first, _, body = body.partition("; ")
            lines = [("    " + first) if declares else "    pass", "    for _i in range(_n):"]
            lines += ["        " + line for line in body.split("\n")]
            exec(compile(HEADER + "\n".join(lines) + "\n", name, "exec"), space)
            run, n = space["_run"], 1
            while True:
                t = time.process_time(); run(n); t = time.process_time() - t
                if t > seconds / 5:
                    break
                n = n * 2 if t < seconds / 20 else int(n * 1.5) + 1
            n = max(1, int(n * seconds / 5 / t)) if t else n
            best = float("inf")
            for _ in range(7):
                t = time.process_time(); run(n); best = min(best, (time.process_time() - t) / n)
            print(name, best, sep="\t", flush=True)
        except Exception as e:
            print(name, f"{type(e).__name__}: {e}", sep="\t", flush=True)


def main():
    args = sys.argv[1:]
    dxpy = os.environ.get("DXPY", "dxpy")
    seconds, both, patterns, is_child, chosen, snippets = 0.1, False, [], False, [], SNIPPETS
    while args:
        a = args.pop(0)
        if a == "--dxpy": dxpy = args.pop(0)
        elif a == "--time": seconds = float(args.pop(0))
        elif a == "--all": both = True
        elif a == "--child": is_child = True
        elif a == "--library":
            sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
            import micro_library
            chosen, snippets = [a], micro_library.snippets()
        else: patterns.append(a)
    if is_child:
        return child(seconds, patterns, snippets)
    commands = {"cpython": [sys.executable], "off": [dxpy, "-X", "jit=off"]}
    if both:
        commands["jit"] = [dxpy]
    times = {}
    for which, command in commands.items():
        command = command + [str(pathlib.Path(__file__).resolve()), "--child", "--time", str(seconds)] + chosen + patterns
        out = subprocess.run(command, stdout=subprocess.PIPE, text=True).stdout
        times[which] = dict(line.split("\t", 1) for line in out.splitlines() if "\t" in line)
    rows, others = [], [k for k in commands if k != "cpython"]
    for name, _, _ in snippets:
        base = times["cpython"].get(name)
        if base is None:
            continue
        if ":" in base:
            print("wrong snippet:", name, base)
            continue
        ratios = []
        for k in others:
            try:
                ratios.append(float(base) / float(times[k][name]))
            except (KeyError, ValueError):
                ratios.append(0.0)
        rows.append((ratios, name, base, [times[k].get(name, "died") for k in others]))
    rows.sort(key=lambda r: r[0][0])
    print("ratio to CPython:", *others)
    for ratios, name, base, own in rows:
        print("".join(f"{r:8.2f}" for r in ratios), f" {float(base) * 1e9:12.0f} ns  {name}", "" if all(ratios) else own)
    families = [""] + (sorted({name.split(":")[0] for _, name, _, _ in rows}) if chosen else [])
    for family in families:
        of = [ratios for ratios, name, _, _ in rows if all(ratios) and (not family or name.startswith(family + ":"))]
        means = [math.exp(sum(math.log(r[k]) for r in of) / len(of)) for k in range(len(others))] if of else []
        print(f"geometric mean of {len(of)}{', ' + family if family else ''}:", *(f"{which} {mean:.2f}" for which, mean in zip(others, means)))


if __name__ == "__main__":
    main()
