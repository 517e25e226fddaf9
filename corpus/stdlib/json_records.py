# Records of JSON whose keys are those of the one before, or almost: other orders, fewer and more keys, repeated ones, escapes, nesting.
import json

RECORD = {"id": 1, "name": "x", "tags": ["a", {"k": 1, "v": 2}], "pos": {"x": 1.5, "y": -2}, "ok": True, "none": None}


def show(v):
    print(v, [type(k).__name__ for k in v] if isinstance(v, dict) else "")


texts = [
    json.dumps([dict(RECORD, id=i, name="n%d" % i) for i in range(4)]),
    '[{"a":1,"b":2},{"a":3,"b":4},{"b":5,"a":6},{"a":7,"b":8},{"a":9},{"a":10,"b":11},{"a":12,"b":13,"c":14},{"a":15,"b":16,"c":17}]',
    '[{"a":1,"b":2},{"a":3,"a":4},{"a":5,"b":6,"a":7},{"a":8,"b":9},{},{"a":10,"b":11}]',
    r'[{"a\n":1,"b":2},{"a\n":3,"b":4},{"a\"":1,"\\":2},{"a\"":5,"\\":6},{"\u0061":1,"b":2},{"\u0061":3,"b":4},{"a":5,"b":6}]',
    '[{"é":1,"b":2},{"é":3,"b":4},{"😀":1,"b":2},{"😀":3,"b":4},{"a":1,"b":2},{"a":3,"b":"😀"}]',
    '[{"a":{"a":{"a":{"a":1,"b":2},"b":2},"b":2},"b":2},{"a":{"a":{"a":{"a":3,"b":4},"b":5},"b":6},"b":7}]',
    '[{ "a" : 1 , "b" : 2 } , {"a"\n:\t3 ,"b":4}]',
    '[{"":1,"b":2},{"":3,"b":4},{"ab":1,"b":2},{"a":1,"b":2},{"abc":1,"b":2}]',
]
for t in texts:
    for r in json.loads(t):
        show(r)
    print(json.loads(t, object_pairs_hook=list))
    print(json.loads(t, object_hook=lambda d: tuple(d.items())))
    print(json.loads(t, parse_int=float) == json.loads(t))
for t in ['[{"a":1,"b":2},{"a":3,"b"}]', '[{"a":1,"b":2},{"a":3,"b":}]', '[{"a":1,"b":2},{"a":3,"b', '[{"a":1,"b":2},{"a":3,}]', '[{"a":1,"b":2},{"a":3,"b":4', '[{"a":1,"b":2},{"a":3 "b":4}]',
          '[{"a":1,"b":2},{"a\x01":3,"b":4}]', '[{"a":1,"b":2},{"a:3,"b":4}]', '[{"a":1,"b":2},{a:3}]', '[{"a":1,"b":2},{"a"']:
    try:
        print(json.loads(t))
    except json.JSONDecodeError as e:
        print(e)
records = json.loads(json.dumps([dict(RECORD, id=i) for i in range(300)]))
for r in records[::50]:
    r["new"] = 1
    del r["name"]
    r["pos"]["z"] = 0
print(records[0], records[1], records[50] == records[100], records[51] == dict(RECORD, id=51))
print(len({id(r) for r in records}), len({id(r["pos"]) for r in records}), sum(r["id"] for r in records))
mixed = [{"a": i, "b": i} if i % 3 else {"a": i, "c": i} if i % 2 else {"b": i, "a": 0, "d": [i]} for i in range(200)]
print(json.loads(json.dumps(mixed)) == mixed, [list(r) for r in json.loads(json.dumps(mixed))] == [list(r) for r in mixed])
wide = [{"k%d" % j: i * j for j in range(n)} for i in range(5) for n in (1, 5, 6, 10, 11, 40, 300)] + [{"k%d" % j: j for j in range(40)}] * 4
print(json.loads(json.dumps(wide)) == wide)
big = json.loads(json.dumps([{"k%d" % j: i for j in range(40)} for i in range(500)]))
for i, d in enumerate(big):
    d["k0"], d["x"] = "changed", i
print(all(list(d)[-1] == "x" and d["k39"] == i and d["x"] == i for i, d in enumerate(big)))
