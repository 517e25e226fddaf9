"""Regular expressions: search, findall, sub with functions, scanners."""
import re

SIZE, QUICK = 140, 15


def run(n):
    text = "\n".join(f"2024-{i % 12 + 1:02}-{i % 28 + 1:02} host{i % 9}.example.org GET /path/{i}/item?id={i * 7}&q=x{i % 5} {200 + i % 3}"
                     for i in range(120))
    line = re.compile(r"(\d{4})-(\d\d)-(\d\d) (\S+) (GET|POST) (\S+) (\d{3})")
    word = re.compile(r"[A-Za-z_]\w*")
    token = re.compile(r"\s*(?:(?P<number>\d+)|(?P<name>[a-z]+)|(?P<other>.))")
    total = 0
    for _ in range(n):
        for m in line.finditer(text):
            total += int(m.group(7)) + len(m.group(4))
        total += len(word.findall(text))
        total += len(re.sub(r"id=(\d+)", lambda m: "id=" + str(int(m.group(1)) + 1), text))
        total += len(re.split(r"[/?&= ]+", text))
        total += sum(1 for m in token.finditer(text[:2000]) if m.lastgroup == "name")
        total += len(re.findall(r"(?i)host[0-4]\.\w+", text)) + bool(re.search(r"(a+)+b$", "a" * 12))
    return total
