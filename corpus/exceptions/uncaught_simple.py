import sys
def outer(value):
    return inner(value) * 2
def inner(value):
    items = {"a": [1, 2, value]}
    return items["a"][0] + items["a"][2].missing(value,
                                                 1)
print("before")
sys.stdout.flush()
outer("text")
