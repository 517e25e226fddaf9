# What functions and classes found before stays right when it is replaced and collected in between.
import gc

source = """
def read(): return (value, len(text), limit)
def write(v):
    global value
    value = v
"""
spaces = []
for i in range(40):
    space = {"value": i, "text": "t" * i, "limit": [i]}
    exec(compile(source, f"<space {i}>", "exec"), space)
    for k in range(3):
        space["read"]()
        space["write"](i + k)
    spaces.append(space)
    if i % 10 == 9:
        del spaces[::2]
        gc.collect()
for n, space in enumerate(spaces):
    for k in range(300):
        space[f"name_{k}"] = k
    gc.collect(0)
    space["write"](-n)
    if n % 3 == 0:
        gc.collect()
        junk = [dict.fromkeys(range(k, k + 20)) for k in range(100)]
print([space["read"]() for space in spaces])


# A function that outlives its globals' names, constants shared by codes of which one dies.
def make(n):
    space = {}
    exec(f"def f(): return 'a long constant that is shared {n}', ({n}, 'tuple', 12345678901234567890)\n"
         f"def g(): return 'a long constant that is shared {n}', 12345678901234567890", space)
    return space
for n in range(5):
    space = make(n)
    print(space["f"]()) if n % 2 else space["g"]()
    del space["f"]
    gc.collect()
    junk = ["x" * k for k in range(2000)]
    print(space["g"]())
code = make(9)["f"].__code__.replace(co_name="other name", co_qualname="some.qualified name", co_filename="a file")
gc.collect()
print(code.co_name, code.co_qualname, code.co_filename, eval(code))


# Special methods that are found, replaced, deleted, in classes whose metaclass chooses the MRO.
class Extra:
    def __len__(self): return 1
    def __eq__(self, other): return "extra"
    __hash__ = None

class Meta(type):
    def mro(cls):
        return (cls, Extra, object)

class Odd(metaclass=Meta): pass
class Plain(Extra): pass

def ask(*all):
    out = []
    for x in all:
        try:
            out.append((len(x), x == 1, x + 1))
        except TypeError as e:
            out.append(str(e))
    return out

o, p = Odd(), Plain()
print(ask(o, p))
for i in range(6):
    if i % 2:
        Extra.__add__ = (lambda n: lambda self, other: n)(i)
        Plain.__add__ = (lambda n: lambda self, other: [n])(i)
    else:
        Extra.__eq__ = (lambda n: lambda self, other: ["eq", n])(i)
    ask(p)
    gc.collect()
    junk = [lambda k=k: k for k in range(3000)]
    print(ask(p))
    if i % 2:
        del Plain.__add__
        gc.collect()
        print(ask(p))
