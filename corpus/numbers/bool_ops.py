# Truth values, short circuits, comparison chains.
calls = []
def t(x):
    calls.append(x)
    return x
for a in (0, 1, "", "x", [], [0], None):
    for b in (0, "y", None, ()):
        print(repr(t(a) and t(b)), repr(t(a) or t(b)), not a, bool(a), sep=" ", end="; ")
    print()
print(len(calls), calls[:8])
print(True + True, True * 5, True / 2, -True, ~True if False else "", True & False, True | False, True ^ True, True == 1, True is True, isinstance(True, int))
print(bool.__mro__, repr(True), str(False), int(True), f"{True} {True:d} {True:5} {True!s:>6}", True.real, (True).bit_length(), ["a", "b"][True])
print(1 < 2 < 3, 1 < 3 < 2, 3 > 2 >= 2 != 1, 1 == 1.0 == True, "a" < "b" < "c", 1 < t(5) < 3, 5 < t(1) < t(100))
print(calls[-3:])
class Falsy:
    def __bool__(self): print("bool called"); return False
class Sized:
    def __init__(self, n): self.n = n
    def __len__(self): print("len called"); return self.n
f = Falsy()
print(f or "right", (f and "right") is f, not f, bool(Sized(0)), bool(Sized(3)), "yes" if Sized(1) else "no")
if f: print("wrong")
elif Sized(2): print("elif taken")
while Sized(0): break
else: print("while else")
class Bad:
    def __bool__(self): return 1
class BadLen:
    def __len__(self): return -1
for x in (Bad(), BadLen()):
    try: print(bool(x))
    except Exception as e: print(type(e).__name__ + ":", e)
print(all([]), any([]), all([1, "", 2]), any([0, "x"]), all(x > 0 for x in (1, 2)), any(x > 5 for x in (1, 2)))
print([x for x in range(10) if x % 2 and x > 3 or x == 0], 3 if 0 else 4 if 0 else 5, (lambda: 1 if None else 2)())
print(None is None, None == False, not None, [] == [], () == (), "a" in "abc", 1 not in [2])
x = None
print(x is None and "none" or "some", (x := 5) and x + 1, x)
