class Counted:
    reads = 0
    def __init__(self, n): self.n = n
    @property
    def value(self):
        Counted.reads += 1
        return self.n
def properties(items):
    hits = 0
    for x in items:
        match x:
            case Counted(value=0): hits += 1
            case Counted(value=1): hits += 2
            case Counted(value=v) if v > 3: hits += 3
    return hits, Counted.reads
print(properties([Counted(i % 6) for i in range(400)]))
