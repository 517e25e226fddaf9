# not-in-mode: jit-stress (traces keep what they had in a register for longer)
# What a dying object leads to dies after it: the finalizer of the one that was dropped runs first.
class Node:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


class Bag(list):
    def __del__(self):
        print("del bag")


def attribute():
    holder = Node("holder")
    holder.other = Node("held")
    del holder
    print("after")


def through_a_list():
    holder = Node("holder")
    holder.others = [Node("held"), (1, Node("held too"))]
    holder = None
    print("after")


def older_is_held():
    held = Node("held")
    holder = Node("holder")
    holder.other = held
    del held
    del holder
    print("after")


def in_a_subclass():
    bag = Bag()
    bag.append(Node("in the bag"))
    del bag
    print("after")


class Chatty:
    def __del__(self):
        own = Node("made while dying")
        del own
        print("del chatty")


def dropped_by_a_finalizer():
    a = Chatty()
    a.other = Node("held by chatty")
    del a
    print("after")


for f in attribute, through_a_list, older_is_held, in_a_subclass, dropped_by_a_finalizer:
    print(f.__name__)
    f()
