"""A text program: splitting, counting, sorting, formatting."""
from collections import Counter, defaultdict

SIZE, QUICK = 30_000, 3_000


def run(n):
    base = "it was the best of times it was the worst of times it was the age of wisdom it was the age of foolishness".split()
    lines = [" ".join(base[(i * 7 + k) % len(base)] + ("," if k % 5 == 0 else "") for k in range(12)) for i in range(n)]
    counts, first = Counter(), defaultdict(list)
    for number, line in enumerate(lines):
        for word in line.lower().split():
            word = word.strip(",.")
            counts[word] += 1
            if len(first[word]) < 3:
                first[word].append(number)
    table = [f"{w:<12}{c:>7}{c / n:8.3f} {first[w]}" for w, c in sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))]
    return len(table), table[:3], sum(map(len, table))
