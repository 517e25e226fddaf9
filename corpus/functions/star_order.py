# When starred arguments are unpacked: a single one after all else was evaluated, among others where it stands.
def f(*args, **kwargs):
    return args, kwargs


class Lazy:
    def __init__(self, *items):
        self.items = items

    def __iter__(self):
        print("unpacked")
        return iter(self.items)


def say(what, value):
    print(what)
    return value


l = [1, 2]


def grow(**kwargs):
    l.append(len(l))
    return kwargs


print(f(*l, **grow(a=1)))
print(f(*l, b=grow()))
print(f(0, *l, **grow(c=1)))
print(f(*l, *l, d=grow()))
print(f(*Lazy(1, 2), **say("names", {"a": 1})))
print(f(*Lazy(1, 2), k=say("keyword", 2)))
print(f(0, *Lazy(1, 2), k=say("keyword", 2)))
print(f(*Lazy(1), *Lazy(2), **say("names", {})))
for call in (
    lambda: f(*1, **2),
    lambda: f(*1, k=say("keyword", 0)),
    lambda: f(*1),
    lambda: f(0, *1),
    lambda: f(*1, **{"a": 1}, a=2),
    lambda: f(*Lazy(1), **3),
    lambda: f(*Lazy(1), **{1: 2}),
    lambda: f(*None, **say("names", {"a": 1})),
    lambda: f(*l, **{"a": 1}, **{"a": 2}),
    lambda: say("callee", 3)(*Lazy(1), **say("names", {})),
):
    try:
        print(call())
    except TypeError as e:
        print(e)
