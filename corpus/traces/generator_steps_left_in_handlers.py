# A step of a generator is left in the handler of a function that it calls: what its resumer handles is not that exception.
import sys


class Node:
    def __init__(self, n):
        self.n = n

    def first(self):
        try:
            return self._first
        except AttributeError:
            self._first = "x"
            return "y"

    def text(self):
        try:
            return self._text
        except AttributeError:
            self._text = self.first() if self.n != 13 else "s"
            return "s"


for k in range(300):
    nodes = [Node(i) for i in range(20)]
    texts = list(n.text() for n in nodes)
    if sys.exception():
        print(k, repr(sys.exception()))
        break
print(len(texts), sys.exception())
