"""Strings grown by +=, by joining, and read character by character."""
SIZE, QUICK = 100_000, 15_000


def run(n):
    for start in range(6):
        s = ""
        for i in range(start, n):
            s += chr(97 + i % 26)
    parts = []
    for c in s:
        if c in "aeiou":
            parts.append(c.upper())
        else:
            parts.append(c)
    t = "".join(parts)
    vowels = 0
    for i in range(len(t)):
        if t[i] == "A" or t[i] == "E":
            vowels += i
    caesar = "".join([chr((ord(c) - 97 + 3) % 26 + 97) for c in s])
    return len(t), vowels, caesar[:30], hash(caesar) == hash(caesar[:])
