"""Finalizers run at once from the first object on: what starting up leaves to be collected does not stand in the way."""


class R:
    def __init__(self, n):
        self.n = n

    def __del__(self):
        print("del", self.n)


a = R(1)
a = 5
print("bound anew")
a = R(2)
a = R(3)
print("again")
a = None
print("none")
