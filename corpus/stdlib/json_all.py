import json, math
data = {"s": "text \"quoted\" \n\t\\ é \u2028 😀 \x00", "i": 5, "big": 10**30, "f": 1.5, "e": 1e100, "neg": -0.0, "t": True, "fl": False, "n": None, "l": [1, [2, []], {}], "d": {"a": {"b": {}}}, "empty": "", "tuple": (1, 2)}
text = json.dumps(data); print(text); print(json.loads(text) == {**data, "tuple": [1, 2]})
print(json.dumps(data, indent=2)[:200]); print(json.dumps([1, {"b": 1, "a": [2]}], indent="\t", sort_keys=True), json.dumps({"b": 1, "a": 2}, sort_keys=True, separators=(",", ":")), json.dumps("é", ensure_ascii=False), json.dumps({1: "a", 2.5: "b", True: "c", None: "d"}), json.dumps([math.inf, -math.inf, math.nan]), json.dumps([], indent=2), json.dumps({}, indent=2), json.dumps([[]], indent=1), json.dumps({(1,): 2}, skipkeys=True), json.dumps(5), json.dumps(None), json.dumps("a/b"), json.dumps(1e16), json.dumps(0.1 + 0.2), json.dumps([True, 1, 1.0]))
for t in ('{"a": [1, 2.5, -3e2, true, false, null, "x\\u00e9\\n"]}', ' [ 1 , 2 ] ', '"\\ud83d\\ude00"', "NaN", "[Infinity, -Infinity]", "0", "-0", "-0.0", "1E5", "123456789012345678901234567890", '""', '{"a":1,"a":2}', '[[[[]]]]', '"\\/\\b\\f"', b'{"b": 1}', bytearray(b"[1]"), '"\\ud800"'): print(ascii(json.loads(t)))
for t in ("", " ", "{", "[1,]", "[1 2]", '{"a"}', '{"a":}', '{a: 1}', "{'a': 1}", '"abc', '"\\x"', '"\\u12"', "tru", "01", "1.", ".5", "+1", "[1", '{"a": 1,}', "nul", '"a\nb"', "[1] x", "{}{}", '{"a" 1}', '{1: 2}', "-", "1e", "[,1]", '\ufeff[1]', '"\t"'):
    try: print(repr(t), json.loads(t))
    except json.JSONDecodeError as e: print(repr(t), e, e.msg, e.pos, e.lineno, e.colno)
class Enc(json.JSONEncoder):
    def default(self, o): return sorted(o) if isinstance(o, set) else {"complex": [o.real, o.imag]} if isinstance(o, complex) else super().default(o)
print(json.dumps({"s": {3, 1}, "c": 1 + 2j}, cls=Enc), json.dumps([object], default=lambda o: o.__name__), list(Enc().iterencode([1, {2}])), Enc(indent=1).encode({"k": {1}}))
print(json.loads('{"a": 1, "b": {"c": 2}}', object_hook=lambda d: tuple(d.items())), json.loads('{"a": 1, "b": 2}', object_pairs_hook=list), json.loads("[1.5, 2]", parse_float=str, parse_int=lambda s: s + "!"), json.loads("NaN", parse_constant=lambda c: f"const {c}"))
for op in (lambda: json.dumps({1, 2}), lambda: json.dumps(object), lambda: json.dumps({(1,): 2}), lambda: json.dumps(b"x"), lambda: json.dumps(1j), lambda: json.dumps(math.nan, allow_nan=False), lambda: json.loads(5), lambda: json.dumps(r := [], default=None) if (r := [1]) and r.append(r) else json.dumps(r), lambda: json.dumps({"a": [1, {"b": object()}]}).__class__):
    try: print(op())
    except Exception as e:
        import re
        print(type(e).__name__ + ":", re.sub(" at 0x.*", "", str(e))[:60], [re.sub(" at 0x.*", "", n) for n in getattr(e, "__notes__", [])][:2])
class IntSub(int):
    def __repr__(self): return "sub"
class StrSub(str): pass
import enum, collections
class E(enum.IntEnum): A = 1
print(json.dumps([IntSub(5), StrSub("s"), E.A, collections.OrderedDict(z=1), collections.namedtuple("P", "x")(1), {StrSub("k"): E.A, E.A: 1}]))
import io; buf = io.StringIO(); json.dump([1, {"a": 2}], buf); buf.seek(0); print(json.load(buf)); d, end = json.JSONDecoder().raw_decode('{"x": 1} trailing'); print(d, end); big = {f"k{i}": [i, str(i), i / 3, {"n": None}] for i in range(200)}; print(json.loads(json.dumps(big)) == big, len(json.dumps(big)), hash(json.dumps(big, indent=1)) == hash(json.dumps(json.loads(json.dumps(big)), indent=1)))
