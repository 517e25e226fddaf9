"""Snippets for `micro.py --library`: what programs ask of regex, json, struct, sort and str, on short and on long input.

(family, set-up, bodies): each body is a snippet of its own, named by its text.
"""

FAMILIES = [
    ("regex", r"""
import re
log = '\n'.join(f'2024-05-{i % 28 + 1:02d} 12:{i % 60:02d}:00 [{"INFO" if i % 3 else "ERROR"}] user{i}@example.com took {i * 7 % 1000} ms' for i in range(200))
line = log.split('\n')[7]
prose = 'It was the best of times, it was the worst of times, it was the age of wisdom. ' * 40
date = re.compile(r'(\d{4})-(\d\d)-(\d\d)'); named = re.compile(r'(?P<y>\d{4})-(?P<m>\d\d)'); mail = re.compile(r'[\w.]+@[\w.]+'); word = re.compile(r'\w+')
words = re.compile(r'\b[a-z]{5,}\b', re.I); alternatives = re.compile(r'best|worst|wisdom'); lazy = re.compile(r'\[(.*?)\]'); ahead = re.compile(r'\w+(?=,)'); behind = re.compile(r'(?<=user)\d+')
back = re.compile(r'(\w)\1'); anchored = re.compile(r'^\d+', re.M); comma = re.compile(r',\s*'); token = re.compile(r'(?P<n>\d+)|(?P<w>[a-z]+)|(?P<s>\s+)|(?P<o>.)', re.S)
nothing = re.compile(r'zzz'); greedy = re.compile(r'it.*of'); possessive = re.compile(r'\w++'); wide = 'Größe und Maß für Übermut, öfter ' * 30; data = prose.encode(); bword = re.compile(rb'\w+')
html = '<p class="a">text <b>bold</b> &amp; more</p>' * 30; tag = re.compile(r'<(/?)(\w+)([^>]*)>'); ip = re.compile(r'(?:\d{1,3}\.){3}\d{1,3}'); ips = '10.0.0.1 and 192.168.100.254 or 1.2.3 ' * 20
number = re.compile(r'[-+]?\d*\.?\d+(?:[eE][-+]?\d+)?'); numbers = '3.14 -2.5e10 +7 .5 1e-3 ' * 30; spaces = re.compile(r'\s+'); csvline = re.compile(r'"([^"]*)"|([^,]+)'); fields = '1,"a b",three,"4, 5",six' * 10
""", [
        "date.match(line)", "date.match(line).groups()", "named.search(line).groupdict()", "date.search(log)", "date.findall(log)", "mail.findall(log)", "mail.search(line).group()", "word.findall(prose)", "words.findall(prose)",
        "alternatives.findall(prose)", "alternatives.sub('x', prose)", "lazy.findall(log)", "ahead.findall(prose)", "behind.findall(log)", "back.findall(prose)", "anchored.findall(log)", "comma.split(prose)", "spaces.split(prose)",
        "nothing.search(prose)", "nothing.sub('', prose)", "greedy.search(prose)", "possessive.findall(prose)", "word.findall(wide)", "words.sub(lambda m: m[0].upper(), prose)", "spaces.sub(' ', prose)",
        "date.sub(r'\\3.\\2.\\1', log)", "date.fullmatch('2024-05-06')", "bword.findall(data)", "tag.findall(html)", "[m.span() for m in tag.finditer(html)]", "ip.findall(ips)", "number.findall(numbers)", "csvline.findall(fields)",
        "for m in token.finditer(line): m.lastgroup", "re.match('a+b', 'aaab')", "re.split(r'\\W+', line)", "re.escape(line)", "re.sub('[aeiou]', '*', line)", "re.findall(r'(\\w)(\\d)', line)",
    ]),
    ("json", r"""
import json
small = {'id': 1, 'name': 'Ada', 'tags': ['a', 'b'], 'ok': True, 'score': 9.5, 'none': None}
ints = list(range(1000)); floats = [i * 0.37 for i in range(1000)]; strs = [f'item number {i}' for i in range(500)]; records = [dict(small, id=i, name=f'N{i}') for i in range(100)]
nested = 1
for i in range(50): nested = {'k': [nested, i]}
escapes = ['tab\t "quoted" \\ line\n'] * 200; unicode = ['Größe 東京 😀'] * 200; keys = {f'key{i}': i for i in range(500)}; intkeys = {i: i for i in range(300)}
ssmall, sints, sfloats, sstrs, srecords, snested, sescapes, sunicode, skeys = map(json.dumps, (small, ints, floats, strs, records, nested, escapes, unicode, keys)); sutf = json.dumps(unicode, ensure_ascii=False); sindent = json.dumps(records, indent=2)
encoder = json.JSONEncoder(sort_keys=True); compact = json.JSONEncoder(separators=(',', ':'))
class Point: pass
points = [Point() for _ in range(50)]
""", [
        "json.dumps(small)", "json.dumps(ints)", "json.dumps(floats)", "json.dumps(strs)", "json.dumps(records)", "json.dumps(nested)", "json.dumps(escapes)", "json.dumps(unicode)", "json.dumps(unicode, ensure_ascii=False)",
        "json.dumps(keys)", "json.dumps(intkeys)", "json.dumps(records, indent=2)", "encoder.encode(records)", "compact.encode(records)", "json.dumps(points, default=lambda p: 'p')", "json.dumps('text')", "json.dumps(3)", "json.dumps([])",
        "json.loads(ssmall)", "json.loads(sints)", "json.loads(sfloats)", "json.loads(sstrs)", "json.loads(srecords)", "json.loads(snested)", "json.loads(sescapes)", "json.loads(sunicode)", "json.loads(sutf)", "json.loads(skeys)",
        "json.loads(sindent)", "json.loads(srecords.encode())", "json.loads(srecords, object_hook=lambda d: d)", "json.loads(sfloats, parse_float=str)", "json.loads('[]')", "json.loads('\"text\"')",
    ]),
    ("struct", r"""
import struct
header = struct.Struct('<IHHQ'); floats = struct.Struct('>8d'); mixed = struct.Struct('=b?hi10sq'); text = struct.Struct('16s'); point = struct.Struct('3f')
h = header.pack(1, 2, 3, 4); f = floats.pack(*range(8)); m = mixed.pack(1, True, 3, 4, b'hello', 6); many = h * 500; points = struct.pack('3f', 1, 2, 3) * 500; buffer = bytearray(4096); values = list(range(100)); view = memoryview(many)
""", [
        "header.pack(1, 2, 3, 4)", "header.unpack(h)", "floats.pack(1., 2., 3., 4., 5., 6., 7., 8.)", "floats.unpack(f)", "mixed.pack(1, True, 3, 4, b'hello', 6)", "mixed.unpack(m)", "struct.pack('<I', 77)", "struct.unpack('<I', b'abcd')",
        "struct.pack('100i', *values)", "struct.unpack('100i', bytes(400))", "list(header.iter_unpack(many))", "list(point.iter_unpack(points))", "header.pack_into(buffer, 16, 1, 2, 3, 4)", "header.unpack_from(many, 160)", "header.unpack_from(view, 160)",
        "struct.calcsize('<IHHQ')", "text.pack(b'short')", "struct.unpack_from('>H', many, 7)[0]", "struct.pack('>Bd4s', 1, 2.5, b'abcd')", "for i in range(0, 1600, 16): header.unpack_from(many, i)",
    ]),
    ("sort", r"""
import random, operator
r = random.Random(1); ints = [r.randrange(10**6) for _ in range(1000)]; floats = [r.random() for _ in range(1000)]; strs = [f'{r.randrange(10**6):x}' for _ in range(1000)]; ordered = list(range(1000)); reverse = ordered[::-1]
equal = [5] * 1000; tuples = [(r.randrange(50), r.randrange(50)) for _ in range(1000)]; mixed = [r.choice((1, 2.5, 3)) for _ in range(1000)]; short = ints[:10]; wide = [s + 'ä' for s in strs]; big = [r.randrange(10**30) for _ in range(500)]
saw = [i % 37 for i in range(1000)]; runs = ordered[:500] + ordered[:500]; byte = [s.encode() for s in strs]; dicts = [{'k': k} for k in ints]
class P:
    def __init__(self, k): self.k = k
    def __lt__(self, o): return self.k < o.k
objects = [P(k) for k in ints[:300]]
""", [
        "sorted(ints)", "sorted(floats)", "sorted(strs)", "sorted(ordered)", "sorted(reverse)", "sorted(equal)", "sorted(tuples)", "sorted(mixed)", "sorted(short)", "sorted(wide)", "sorted(big)", "sorted(saw)", "sorted(runs)", "sorted(byte)",
        "sorted(ints, reverse=True)", "sorted(strs, key=len)", "sorted(strs, key=str.lower)", "sorted(tuples, key=lambda t: t[1])", "sorted(tuples, key=operator.itemgetter(1))", "sorted(dicts, key=lambda d: d['k'])", "sorted(objects)",
        "sorted(objects, key=lambda o: o.k)", "sorted(objects, key=operator.attrgetter('k'))", "a = ints[:]; a.sort()", "a = strs[:]; a.sort(reverse=True)", "min(ints); max(ints)", "min(strs, key=len)", "sorted(set(ints))", "sorted('the quick brown fox'.split())",
    ]),
    ("str", r"""
line = 'The quick brown fox jumps over the lazy dog, again and again'; text = line * 100; wide = 'Größe und Maß für Übermut, öfter ' * 100; words = line.split(); many = words * 50; table = str.maketrans('aeiou', '12345'); name = 'Ada'; n = 42; x = 3.14159; data = text.encode(); csv = ','.join(map(str, range(500)))
lines = '\n'.join([line] * 100); num = '12345'; padded = '   text   '; d = {'name': 'Ada', 'n': 42}
""", [
        "line.upper()", "text.upper()", "wide.upper()", "line.lower()", "wide.casefold()", "line.title()", "line.capitalize()", "text.swapcase()", "line.split()", "text.split()", "csv.split(',')", "line.split(' ', 2)", "line.rsplit(None, 1)", "lines.splitlines()",
        "line.partition(' fox ')", "line.rpartition(' ')", "' '.join(words)", "' '.join(many)", "line.replace('again', 'once')", "text.replace('o', '0')", "text.replace('quick', 'slow')", "wide.replace('ö', 'oe')", "line.find('lazy')", "text.find('cat')", "text.rfind('The')",
        "text.count('the')", "text.count('e')", "line.startswith('The')", "line.endswith(('x', 'again'))", "'lazy' in line", "'cat' in text", "'ü' in text", "padded.strip()", "line.strip('Tn')", "line.center(80, '*')", "num.zfill(10)", "line.ljust(100)", "text.translate(table)", "wide.translate({246: 'oe'})",
        "num.isdigit()", "line.isalpha()", "text.isascii()", "line == line[:-1] + 'n'", "text[10:5000]", "text[::-1]", "text[::3]", "line[5]", "for c in line: c", "list(line)", "set(text)", "line * 50", "line + text", "line.encode()", "wide.encode()", "data.decode()", "wide.encode('latin-1')", "hash(line + num)",
        "f'{name}: {n}'", "f'{x:.2f} {n:>8} {name!r:10}'", "f'{n:08b} {n:x} {n:,}'", "'%s has %d of %.2f' % (name, n, x)", "'%(name)s %(n)d' % d", "'{} {}'.format(name, n)", "'{0:>10} {1:<5} {name}'.format(name, n, name=name)", "'{name} {n}'.format_map(d)", "str(n); str(x); repr(line)", "int(num); float('3.25')",
        "s = ''\nfor w in words: s += w", "s = []\nfor w in words: s.append(w.upper())\n''.join(s)", "line.expandtabs()", "line.removeprefix('The ').removesuffix('again')", "sorted(line)", "''.join(reversed(line))", "''.join([c for c in line if c not in 'aeiou'])", "line < text; line > name", "ord(line[0]); chr(n)", "text.index('dog', 3000)", "ascii(wide)", "repr(text)", "lines.encode().split(b'\\n')",
    ]),
]


def snippets():
    """As micro.py has them: (name, set-up, body), the name led by the family's."""
    return [(f"{family}: {body}".replace("\n", " | "), setup, body) for family, setup, bodies in FAMILIES for body in bodies]
