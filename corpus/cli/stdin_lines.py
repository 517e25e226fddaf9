import sys
total = 0
for n, line in enumerate(sys.stdin, 1):
    words = line.split()
    total += sum(int(w) for w in words if w.lstrip("-").isdigit())
    print(n, words, line.endswith("\n"))
print(total, sys.stdin.read(), list(sys.stdin))
sys.stdout.write("written\n"); sys.stdout.writelines(["a", "b\n"]); print("x", "y", sep="\n", end="!\n", file=sys.stderr); print("to stdout", flush=True)
sys.stdout.buffer.write(b"bytes\n"); sys.stdout.flush()
