# What builtins say of arguments they do not take.
import collections, functools, io, itertools, math, operator, random, struct, time

def t(f, *args, **kw):
    try: print(repr(f(*args, **kw)))
    except Exception as e: print(type(e).__name__, e)

t(itertools.combinations, "abc", 2, 1); t(itertools.combinations, "abc"); t(itertools.zip_longest, bad=1); t(itertools.permutations, "abc", "s")
t(functools.cmp_to_key, 1, None); t(functools.cmp_to_key(len)); t(functools.cmp_to_key(len), 1, 2)
t((1).__add__, zzz=1); t((1).__pow__); t([].__setitem__, 1); t([].__getitem__); t({}.__contains__, 1, 2); t([].index, 1, "a"); t([].insert, 10**20, 1); t([].pop, 10**20)
t("a".__format__, None); t((1.5).__format__, None); t(b"%c".__mod__, 1.5); t("%c".__mod__, object); t("%.*d".__mod__, (10**20, 1)); t(float.fromhex, 1)
t(bytes, "", errors="ignore"); t(b"ab".hex, None); t(b"ab".replace, 1, b"", "x"); t(b"ab".translate, 1, 2); t(b"a b".partition, bytearray(b" ")); t(b"".__mod__, "a")
t(io.BytesIO(b"ZZ").readinto, b"abc"); t(io.BytesIO(b"ZZ").readinto, memoryview(b"abc"))
t(time.struct_time); t(time.struct_time, None); t(time.struct_time, "123"); t(time.struct_time, "123456789", {"x": 1}); t(time.struct_time("123456789").__replace__, error=1)
t(set, a=3); t(type("S", (set,), {"__new__": lambda cls, *a, **k: set.__new__(cls)}), [1], newarg=3); t(enumerate); t(round, zzz=1); t(sum, zzz=1); t(math.nextafter); t(math.prod)
t(pow, 2, 3, 1.5); t(pow, "a", 2, 1.5); t(pow, "a", 2, 3); t(operator.imul, {"a": 1}, (1, 2)); t(operator.imul, 1.5, (1, 2)); t(operator.delitem, (1,), 0); t(operator.delitem, (1,), "a"); t(operator.delitem, 5, 0)
t(operator.length_hint, 1, 1.5); t(random.getrandbits, -1); t(random.Random, []); t(delattr, "a", "b"); t(delattr, len, "x"); t(collections.OrderedDict, "ab"); t(collections.OrderedDict, 1, 2)
print(hash(None), hash(slice(1, 2)), int.__itemsize__, (5).__sizeof__(), (2**100).__sizeof__(), list(itertools.islice(reversed({"a": 1, "b": 2}), 1)))
print(float.fromhex("0x0.ffffffffffffecp-1022"), float.fromhex("0x1.fffffffffffff7p+1023"), float.fromhex("-0x.8p-1074"), float.fromhex("0x0.80001p-1074"))
