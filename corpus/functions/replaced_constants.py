# Codes among the constants of a code may be replaced by others.
import types


def outer(a):
    def inner(b):
        return a + b

    return inner(1), (lambda: "lambda")(), [x for x in (lambda n: range(n))(3)]


def another(a):
    def inner(b):
        return a * b * 100

    return inner, lambda: "other"


def codes(c):
    return [x for x in c.co_consts if isinstance(x, types.CodeType)]


def with_consts(c, new):
    new = iter(new)
    return c.replace(co_consts=tuple(next(new) if isinstance(x, types.CodeType) else x for x in c.co_consts))


old, new = codes(outer.__code__), codes(another.__code__)
print([c.co_name for c in old], [c.co_name for c in new])
same = with_consts(outer.__code__, old)
print(same == outer.__code__, types.FunctionType(same, globals())(5))
changed = with_consts(outer.__code__, [new[0], new[1], old[2]])
print(changed == outer.__code__, [a is b for a, b in zip(codes(changed), [new[0], new[1], old[2]])])
print(types.FunctionType(changed, globals())(5), outer(5))
again = with_consts(changed.replace(co_name="again"), [old[0], new[1], old[2]])
print(again.co_name, types.FunctionType(again, globals())(5))


def rename(c, name):
    """As pytest does with a cached module that was moved."""
    return c.replace(co_filename=name, co_consts=tuple(rename(x, name) if isinstance(x, types.CodeType) else x for x in c.co_consts))


def names(c):
    return c.co_filename, [names(x) for x in codes(c)]


moved = rename(compile("class A:\n    def f(self):\n        return (lambda: [y for y in (1,)])()\nprint(A().f())\n", "old.py", "exec"), "new.py")
print(names(moved))
exec(moved)
for wrong in 1, [1]:
    try:
        outer.__code__.replace(co_consts=wrong)
    except TypeError as e:
        print(e)
