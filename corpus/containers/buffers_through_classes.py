# A view of an object with a `__buffer__` in Python holds what that gave; a class body's own `__weakref__` stays.
class Exporter:
    def __init__(self, inner):
        self.inner = inner

    def __buffer__(self, flags):
        return self.inner.__buffer__(flags)

    def __release_buffer__(self, view):
        print("released", bytes(view))
        view.release()


b = bytearray(b"world")
for e in (Exporter(b), Exporter(Exporter(b))):
    m = memoryview(e)
    m[0] = 87
    try:
        b.append(33)
        print("appended")
    except BufferError as x:
        print(x)
    m.release()
    b.append(33)
    print(b)


class Plain:
    pass


class Meta(type):
    def __new__(cls, name, bases, namespace):
        namespace.update({k: v for k, v in vars(Plain).items() if k in ("__weakref__", "__dict__")})
        return type.__new__(cls, name, bases, namespace)


class Copied(metaclass=Meta):
    pass


class Own:
    @property
    def __weakref__(self):
        return "own"


for o in (Copied(), Own()):
    for n in ("__weakref__", "__dict__"):
        try:
            print(n, getattr(o, n))
        except TypeError as x:
            print(n, x)
