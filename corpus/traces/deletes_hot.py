# `del` of attributes in traces, instances of classes with other metaclasses, managers made of generators.
import abc
import contextlib


class Box:
    kind = "class"

    def __init__(self, a, b):
        self.a = a
        self.b = b
        self.c = a + b


class Slots:
    __slots__ = "a", "b"


class Watched:
    deleted = 0

    def __delattr__(self, name):
        Watched.deleted += 1
        object.__delattr__(self, name)


class Prop:
    n = 0

    @property
    def p(self):
        return self.n

    @p.deleter
    def p(self):
        self.n += 1


def attributes(n):
    out, s, w, q = [], Slots(), Watched(), Prop()
    for i in range(n):
        x = Box(i, 1)
        if i % 90 == 17:
            x.kind = "own"
        del x.a, x.c
        s.a = i
        del s.a
        w.z = i
        del w.z
        del q.p
        try:
            del x.kind
        except AttributeError as e:
            out.append(str(e))
        try:
            del x.b, x.b
        except AttributeError as e:
            last = str(e)
        x.a = 3
    return len(out), out[0], last, x.__dict__, hasattr(s, "a"), Watched.deleted, q.n


class Base(abc.ABC):
    @abc.abstractmethod
    def area(self):
        pass


class Square(Base):
    def __init__(self, s):
        self.s = s

    def area(self):
        return self.s ** 2


class Plain(Base):
    def area(self):
        return 1


class Counting(type):
    made = 0

    def __call__(cls, *args):
        Counting.made += 1
        return super().__call__(*args)


class Counted(metaclass=Counting):
    def __init__(self, x):
        self.x = x


class Meta(type):
    pass


class Changing(metaclass=Meta):
    def __init__(self, x):
        self.x = x


def classes(n):
    t = 0
    for i in range(n):
        t += Square(i).area() + Plain().area() + Counted(i).x + Changing(i).x
        if i == n // 2:
            Meta.__call__ = lambda cls, x: Box(x, 2) and type.__call__(cls, x + 1000)
        if i == n - 50:
            Plain.area.__isabstractmethod__ = True
            del Meta.__call__
    abstract = None
    for i in range(n):
        try:
            Base()
        except TypeError as e:
            abstract = str(e)
    return t, Counting.made, abstract


@contextlib.contextmanager
def manager(log, x):
    log.append(x)
    try:
        yield x * 2
    except KeyError as e:
        log.append(repr(e))
    finally:
        log.append(-x)


def managers(n):
    log, t = [], 0
    for i in range(n):
        with manager(log, i) as a, manager(log, a) as b:
            t += a + b
            if i % 40 == 3:
                raise_it = {}[i]
        if len(log) > 100:
            t += len(log)
            del log[:-3]
    return t, log


print(attributes(400))
print(classes(300))
print(managers(300))
