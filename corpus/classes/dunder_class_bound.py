# A class that binds or reads __class__ itself while its methods use the implicit cell.
import operator


class Lazy:
    __class__ = property(lambda self: int)

    def __getattribute__(self, name):
        return super().__getattribute__(name)

    def kind(self):
        return __class__


print(isinstance(Lazy(), int), Lazy().kind() is Lazy, operator.attrgetter("__class__")(Lazy()))

__class__ = "global"


class Reader:
    seen = __class__

    def me(self):
        return super().__repr__()[:5], __class__


print(Reader.seen, Reader().me()[1] is Reader)
