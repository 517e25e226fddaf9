# What is said of unhashable items depends on who asks, and so does what of operands that do not concatenate.
import operator
from collections import Counter
from itertools import count


class Items:
    def __getitem__(self, i):
        return [1, 2][i]


def tell(f, *a):
    try:
        print(f(*a))
    except TypeError as e:
        print(e)


tell(Counter, [1, []])
tell({1}.intersection, [1, {}])
tell({1, 2}.intersection, [1, {}])
tell({1, 2}.intersection, count())
tell({1}.issubset, [2, []])
tell({1, 2}.issubset, [2, 1, 1, 3])
tell({1}.issuperset, [1, []])
tell({1}.union, [[]])
tell(operator.concat, range(3), range(3))
tell(operator.concat, Items(), [1])
tell(operator.iconcat, Items(), Items())
tell(operator.iconcat, [1], Items())
tell(operator.concat, [1], Items())
tell(operator.concat, 1, 2)
