# not-in-mode: jit-stress (a loop that begins in a trace leaves its generator to the collector)
# A generator that a loop made and that is left before its end is closed when the loop is: with its last reference. One that something else refers to is not.
import sys
from functools import lru_cache

sys.unraisablehook = lambda u: print('  unraisable', repr(u.exc_value))


def numbers(name, n=5):
    try:
        for i in range(n):
            yield i
    finally:
        print('  closed', name)


class Source:
    def items(self, key='k'):
        try:
            yield from (1, 2, 3)
        finally:
            print('  closed', key)

    def kept(self):
        self.g = numbers('kept')
        return self.g


def first(f):
    for x in f('first'):
        return x * 10


def nested():
    for x in numbers('outer'):
        for y in numbers('inner'):
            if y == 1:
                break
        print('  between', x)
        if x == 1:
            return 'value'


for x in numbers('break'):
    if x == 1:
        break
print('after break')
print(first(numbers), 'after return')
print(nested())
source = Source()
for x in source.items(key='method'):
    break
print('after method')
for x in source.kept():
    break
print('after kept', next(source.g), list(source.g))
g = numbers('named')
for x in g:
    break
print('after named', next(g))
g.close()


@lru_cache
def cached():
    try:
        yield 1
        yield 2
    finally:
        print('  closed cached')


for x in cached():
    break
print('after cached', list(cached()))


def stubborn():
    try:
        yield 1
    finally:
        raise ValueError('in finally')


def returns():
    for x in stubborn():
        return 'kept result'


def loops():
    for n in range(3):
        for x in numbers(n):
            if x == 2:
                continue
            if x == 3:
                break
        else:
            print('  else')
    for x in numbers('end', 2):
        pass
    else:
        print('  ended')


print(returns())
loops()
