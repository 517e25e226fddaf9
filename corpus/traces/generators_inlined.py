def count(n):
    i = 0
    while i < n:
        yield i
        i += 1

def squares(n):
    for i in range(n):
        yield i * i

def odd(it):
    for x in it:
        if x % 2:
            yield x

def floats(n):
    x = 0.5
    for i in range(n):
        x = x * 1.0001 + 0.25
        yield x

def consume(g):
    t = 0
    for x in g:
        t += x
    return t

print(consume(count(3000)))
print(consume(squares(3000)))
print(consume(odd(squares(3000))))
print(consume(floats(3000)))
print(consume(x * 2 for x in range(3000) if x % 3))
print(consume(odd(x * 2 + 1 for x in count(3000) if x % 3)))

def two():
    while True:
        yield 1
        yield 2

def limited(n):
    t = 0
    for i, x in zip(range(n), two()):
        t += x * i
    s = 0
    for x in two():
        s += x
        if s > 3000:
            break
    return t, s
print(limited(2000))

def keeps(n):
    last = None
    for i in range(n):
        last = [i, last and last[0]]
        yield last
def lists(n):
    out = []
    for x in keeps(n):
        if x[0] % 500 == 0: out.append(x)
    return out
print(lists(3000))

def raising(n):
    for i in range(n):
        if i == 2500:
            raise ValueError(i)
        yield i
def catches():
    t = 0
    try:
        for x in raising(3000):
            t += x
    except ValueError as e:
        import traceback
        print([f.lineno for f in traceback.extract_tb(e.__traceback__)])
        return t, e
print(catches())
def returns(n):
    for i in range(n):
        if i > 2000: return 5
        yield i
print(consume(returns(3000)))
class A:
    def __init__(self, x): self.x = x
    def get(self): return self.x
def objects(n):
    for i in range(n):
        a = A(i)
        yield a
def use(n):
    t = 0
    for a in objects(n):
        t += a.get()
    return t
print(use(3000))
def helper(x): return x + 1
def calls(n):
    for i in range(n):
        j = helper(i)
        yield j
print(consume(calls(3000)))
def tree(n):
    if n == 0:
        yield 0
        return
    for x in tree(n - 1):
        yield x + 1
    yield n
    for x in tree(n - 1):
        yield x + 2
print(consume(tree(10)))
