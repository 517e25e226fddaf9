name = input("name? ")
print("hello", name)
import sys
print(repr(sys.stdin.readline()), repr(input()))
rest = sys.stdin.read()
print(rest.splitlines(), len(rest))
try: input("more? ")
except EOFError as e: print("EOF:", e)
print(sys.stdin.encoding, sys.stdout.encoding, sys.stdin.isatty(), sys.stdin.fileno(), sys.stdout.name, sys.stderr.name, sys.stdin.mode)
