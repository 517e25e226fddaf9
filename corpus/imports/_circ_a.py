import _circ_b
value = "a"
print("a done", _circ_b.value)
