import _circ_a
print("in b, a has value:", hasattr(_circ_a, "value"))
try: from _circ_a import value as v
except ImportError as e: print(str(e).split(" (")[0])
value = "b"
