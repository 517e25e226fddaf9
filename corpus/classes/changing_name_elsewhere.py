# A name that goes on changing in one class is seen to change in another whose value was read, and remembered, before.


class Counter:
    total = 0


class Other:
    total = 1


class Below(Other):
    pass


def read():
    return Other.total, Below.total, Below().total, getattr(Other, "total")


def sums():
    s = 0
    for i in range(3000):
        s += Other.total + Below.total
        if i == 2000:
            Other.total += 1
    return s


print(read(), read(), sums())
for i in range(4):
    Counter.total = i
Other.total = 5
print(read(), Other.total, Below.total)
Other.total = 6
print(read(), sums(), read())
Below.total = 7
Below.total = 8
print(read(), sums())
del Below.total
print(read())


class Node:
    def __init__(self, n):
        self.n = n


class First:
    _proxy = None


class Second:
    _proxy = None


def boot(n):
    First._proxy = Node(n)
    a = First._proxy.n
    Second._proxy = Node(n + 1)
    return a, Second._proxy.n


print([boot(n) for n in range(5)])


class Above:
    m = "s"


class Under(Above):
    pass


def of_above():
    return Above.m


def write(cls, n):
    for i in range(n):
        cls.m = i


def call(f, *args):
    for i in range(400):
        f(*args)
    return f(*args)


print(call(of_above))
write(Under, 3)
call(write, Above, 2)
print(of_above(), call(of_above))
