"""Names of handlers in a module come and go; what caches and traces know of other names stays right, and the order of names is CPython's."""


def size(x):
    return len(str(x)) + abs(-2)


total = 0
for i in range(400):
    try:
        if i % 3 == 0:
            raise ValueError("a" * (i % 7))
        if i % 5 == 0:
            raise KeyError(i)
    except ValueError as first:
        total += size(first)
    except KeyError as second:
        total += size(second)
    else:
        total += size(i)
print(total, "first" in globals(), "second" in globals())

# A handler's name that hides a builtin: deleted, the builtin is there again; bound again, it is not.
seen = []
for i in range(300):
    try:
        if i % 2:
            raise ValueError(i)
        seen.append(max(i, 1))
    except ValueError as max:
        seen.append(max.args[0])
print(seen == [i or 1 for i in range(300)], max(3, 4))


def largest():
    return max(1, 2)


found = []
for i in range(300):
    if i % 50 == 49:
        max = lambda a, b: "mine"
        found.append(largest())
        del max
    found.append(largest())
print(found.count("mine"), found.count(2))


# What a name is bound to after others comes after them.
def order():
    return [n for n in globals() if n.startswith("z_")]


z_a = 1
order()
for i in range(100):
    z_b = i
    del z_b
print(order())
z_b = 2
z_c = 3
print(order())
del z_b
z_d = 4
z_b = 5
print(order())
del z_b, z_d
z_d = 6
print(order())
z_b = 7
print(order(), z_a + z_b + z_c + z_d)
del z_d
z_e = 8
print(order(), globals().get("z_d"))
for i in range(200):
    globals()["z_" + "f"] = i
    assert z_f == i
    globals().pop("z_f")
try:
    z_f
except NameError as error:
    print(error)
