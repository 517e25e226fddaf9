"""json.dumps and json.loads of nested data."""
import json

SIZE, QUICK = 300, 40


def run(n):
    records = [{"id": i, "name": f"user {i}", "tags": ["a", "bé", "c\n"], "score": i / 3, "ok": i % 2 == 0, "none": None,
                "nested": {"x": [i, [i, {"y": -i}]]}} for i in range(100)]
    size = 0
    for _ in range(n):
        text = json.dumps(records)
        records = json.loads(text)
        size += len(text)
    return size, len(json.dumps(records, indent=2, sort_keys=True)), records[7]["nested"]
