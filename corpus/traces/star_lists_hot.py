# Calls with a starred list before ** and further arguments: the list is unpacked where the program says, whatever runs in between.
def plain(*args, **kwargs):
    return sum(args) + sum(kwargs.values())


def decorated(f):
    def inner(*args, **kwargs):
        args = list(args)
        args[0] = int(args[0])
        return f(*args, **kwargs)
    return inner


class Base(dict):
    def __init__(self, owner, *rest, **names):
        super().__init__(*rest, **names)
        self.owner = owner


@decorated
def three(a, b, c=10):
    return a + b * 2 + c * 3


class Holder:
    def __init__(self):
        self.list = [1, 2]
        self.names = {"c": 5}

    @property
    def growing(self):
        self.list.append(1)
        if len(self.list) > 4:
            del self.list[2:]
        return {"z": len(self.list)}


def loop(n):
    t, dicts, h = 0, [{"p": 1}], Holder()
    for i in range(n):
        args = [i, 2]
        kw = {"c": i & 3}
        t += three(*args, **kw)
        t += three(*args)
        t += three(i, *[3], **kw)
        t += plain(*args, **kw, d=i)
        t += len(Base(h, *dicts, **kw))
        # What is evaluated behind the list changes it: it was unpacked before.
        t += plain(*h.list, **h.growing)
        t += plain(*h.list, **h.names, k=t & 1)
        # A list that shrinks from call to call.
        args.pop()
        t += plain(*args, **{})
    return t


print(loop(20), loop(3000))


def failing(n):
    seen = []
    for i in range(n):
        args = [1, 2] if i % 100 else [1, 2, 3, 4]
        kw = {"c": 1} if i % 151 else {"b": 1}
        try:
            three(*args, **kw)
        except TypeError as e:
            seen.append(str(e))
        try:
            three(*args, **missing)
        except NameError as e:
            if i % 700 == 0:
                seen.append(str(e))
    return len(seen), sorted(set(seen))


print(failing(2000))


def unbound(n):
    t = 0
    for i in range(n):
        args = [1, 2]
        if i % 500 == 499:
            del kw
        else:
            kw = {}
        try:
            t += three(*args, **kw)
        except UnboundLocalError as e:
            t += len(str(e))
    return t


print(unbound(3000))
