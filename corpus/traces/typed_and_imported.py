"""Annotated assignments and imports within functions are part of a trace."""
import sys, types
class O: pass
def typed(n: int) -> int:
    t: int = 0
    o = O()
    for i in range(n):
        x: int = i
        y: list[int] = [x, i + 1]
        o.attr: int = x
        y[0]: int = 5
        z: str
        w: "no such name" = (i, x)
        (v): int = 3
        t += x + y[0] + o.attr + w[1] + v
    return t
print(typed(3000))
def unset(n):
    for i in range(n):
        q: int
        if i == n - 1:
            try: q
            except UnboundLocalError as e: print(e)
unset(500)
def generator(n):
    for i in range(n):
        x: int = yield i
        y: int = (yield x) or 2
        yield y
print(sum(v or 0 for v in generator(1000)))

def imports(n):
    t = 0
    for i in range(n):
        import math
        import os.path
        import collections.abc as abc
        from os import path, sep as separator
        from collections.abc import Mapping, Sized
        from math import floor, pi
        t += floor(pi) + math.gcd(i, 12) + len(separator) + (Mapping is abc.Mapping) + (path is os.path)
        if i == 300: math.pi, kept = 4.5, math.pi
        if i == 400: math.pi = kept
        if i == 500: del sys.modules["math"]
        if i == 510: sys.modules["math"] = fake
    return t
import math
fake = types.ModuleType("math")
fake.floor, fake.pi, fake.gcd = (lambda x: 100), 2, (lambda a, b: 1000)
print(imports(700)); sys.modules["math"] = math

def missing(n):
    seen = 0
    for i in range(n):
        try:
            if i == n - 3: saved = vars(fake).pop("pi")
            if i == n - 1: fake.pi = saved
            from fakemodule import pi
            seen += pi
        except ImportError as e: print(type(e).__name__, str(e).replace("(unknown location)", "?"))
    return seen
sys.modules["fakemodule"] = fake
print(missing(600))

import builtins
def hooked(n):
    calls, original = [], builtins.__import__
    def hook(name, *rest):
        calls.append(name)
        return original(name, *rest)
    for i in range(n):
        if i == n - 5: builtins.__import__ = hook
        import math
        from math import pi
    builtins.__import__ = original
    return calls
print(hooked(500))
class C:
    a: int = 1
    for i in range(300):
        b: int = i
    print(b)
total: int = 0
for k in range(2000):
    value: int = k
    total += value
print(total, sorted(C.__annotations__), sorted(__annotate__(1)))
