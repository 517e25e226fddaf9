# A bytearray's subclass with slots is still a buffer.
class S(bytearray):
    __slots__ = ('x', '__dict__')
a = S(b'abc')
a.x = 1
print(bytes(a), a == a, a < bytearray(b'b'), b'' + a, memoryview(a)[1])

# A percent sign behind flags or a width is no conversion.
for f in ('% %s', b'% %s', '%5%', b'%5%', b'%(a)%', b'%%'):
    for v in (1, (), {b'a': 1}):
        try:
            print(f, v, f % v)
        except Exception as e:
            print(f, v, repr(e))

# What fails while throw() makes the exception is raised in the generator.
class E(Exception):
    def __new__(cls, *args):
        return cls
class F(Exception):
    def __init__(self):
        raise KeyError('made')
def g():
    try:
        yield 1
    except KeyError as e:
        yield repr(e)
for x in E, F:
    it = g()
    next(it)
    try:
        print(it.throw(x))
    except TypeError as e:
        print(e)
    print(next(it, 'ended'))

# The name in a weak reference's repr is looked up on the type.
import weakref
class Config(dict):
    def __getattr__(self, name):
        return self[name]
c = Config(offset=5)
print('Config' in repr(weakref.ref(c)), '(Config)' in repr(weakref.ref(Config)), '(print)' in repr(weakref.ref(print)))

# Iterators are pickled with the builtins in force.
import types
code = compile('x.__reduce__()', 'test', 'eval')
print(eval(code, {'__builtins__': types.MappingProxyType({'iter': iter}), 'x': iter([1, 2])}))
try:
    eval(code, {'__builtins__': types.MappingProxyType({}), 'x': iter([1, 2])})
except AttributeError as e:
    print(e)

# The limit of digits is one of literals as well.
import sys
old = sys.get_int_max_str_digits()
sys.set_int_max_str_digits(700)
try:
    eval('1' * 701)
except SyntaxError as e:
    print(e.msg[:80])
sys.set_int_max_str_digits(old)
print(eval('1' * 701) % 1000)
