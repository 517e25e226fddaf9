"""Methods of str: split, join, replace, find, formatting, slices, tests."""
SIZE, QUICK = 60_000, 6_000


def run(n):
    text = "The quick brown fox jumps over the lazy dog; pack my box with five dozen liquor jugs."
    total = 0
    for i in range(n):
        words = text.split()
        line = "-".join(words).upper()
        total += line.find("LAZY") + len(line.replace("O", "00")) + text.count("o")
        key = f"{i:05d}:{words[i % len(words)]:>8}|{i / 7:.3f}"
        total += len(key) + (key[2:5] == "123") + key.startswith("000")
        if words[i % 16].isalpha():
            total += ord(words[i % 16][0])
        total += len("%s=%d" % (words[0], i)) + len(text[::2].strip("Te"))
    return total
