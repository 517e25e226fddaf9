# What a metaclass is given after its classes were asked decides from then on: data descriptors, `__getattribute__`, other bases, another metaclass.


class Meta(type):
    pass


class Sub(Meta):
    pass


class A(metaclass=Meta):
    x = 1
    y = 2
    z = 3
    u = 4


class B(A, metaclass=Sub):
    pass


class Other(type):
    @property
    def u(cls):
        return "other", cls.__name__


class Third(type):
    @property
    def u(cls):
        return "third", cls.__name__

    z = 7


def read():
    return A.x, B.x, A.y, B.y, A.z, B.z, A.u, B.u


def times(n):
    s = []
    for i in range(n):
        s.append(A.x)
        if i == n - 5:
            Meta.x = property(lambda c: ("prop", c.__name__))
    return s[-6:]


print(read(), read())
Meta.y = 5
print(read())
print(times(2000))
print(read())
del Meta.x
print(read())
Meta.z = property(lambda c: "z")
print(read())
Sub.__bases__ = (Other,)
print(read())


def some():
    return A.u, A.z, A.x


print(some())
A.__class__ = Third
print(some())


def everything(cls, name):
    return "all", name


Third.__getattribute__ = everything
print(some())
del Third.__getattribute__
print(some())
