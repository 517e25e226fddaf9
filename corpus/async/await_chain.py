# What a suspended coroutine waits for, through `async with` on both ends and in the midst of an error.
import types


@types.coroutine
def step():
    yield 1


class Exits:
    async def __aenter__(self): return self
    async def __aexit__(self, *a): await step()


class Enters:
    async def __aenter__(self): await step()
    async def __aexit__(self, *a): pass


async def inner(): await step()
async def leaves():
    async with Exits(): pass
async def within():
    async with Exits():
        await inner()
async def raises():
    async with Exits(): raise ValueError('kept')
async def enters():
    async with Enters(): pass
async def twice():
    for _ in range(2):
        await inner()


class Plain:
    def __await__(self): return iter([1, 2])


async def plain(): await Plain()


def chain(o):
    names = []
    while o is not None:
        names.append(getattr(o, '__name__', type(o).__name__))
        o = getattr(o, 'cr_await', None) or getattr(o, 'gi_yieldfrom', None)
    return names


for f in (leaves, within, raises, enters, twice, plain):
    c = f()
    print(f.__name__, chain(c))
    try:
        while True:
            c.send(None)
            print('   ', chain(c))
    except StopIteration as e:
        print('   end', e.value)
    except ValueError as e:
        print('   error', e)
    print('   ', chain(c))
