def fail(n):
    if n % 2:
        raise ValueError(f"odd {n}")
    raise TypeError(f"even {n}")
def collect(count):
    errors = []
    for i in range(count):
        try:
            fail(i)
        except Exception as e:
            e.add_note(f"while handling {i}")
            errors.append(e)
    raise ExceptionGroup("several failed", errors + [ExceptionGroup("nested", [OSError(2, "No such file", "x.txt")])])
try:
    collect(3)
except* ValueError as group:
    print("handled", len(group.exceptions))
