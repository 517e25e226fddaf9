for text in ("[0] * 10**18", "'a' * 10**18", "b'a' * 10**18", "(0,) * 10**18", "bytearray(10**18)", "[0] * 10**30", "'ab' * 2**62", "range(10**30)[10**29]", "list(range(10**18))" if False else "bytes(10**18)", "' '.join(['x' * 10**9] * 0)", "'%1000000000000000000d' % 1" if False else "1", "'x'.ljust(10**18)", "[1, 2] * 2**61", "1 << 10**19", "'a'.zfill(2**63)", "bytearray(2**63)", "[None] * -5", "'a' * -1", "b''.ljust(2**62)"):
    try: r = eval(text); print(text, "->", type(r).__name__)
    except (MemoryError, OverflowError, ValueError) as e: print(text, "->", type(e).__name__, e)
x = [1, 2, 3]
try: x *= 10**18
except MemoryError: print("unchanged", x)
try: x.extend(range(3)); print(x)
except MemoryError: pass
