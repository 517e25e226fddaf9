# Calls and callbacks through ctypes: libc, structures by value, pointers, errno, paramflags, casts.
import ctypes
from ctypes import *

libc = CDLL("libc.so.6", use_errno=True)
CMP = CFUNCTYPE(c_int, POINTER(c_int), POINTER(c_int))
numbers = (c_int * 6)(5, 3, 9, -1, 7, 0)
libc.qsort(numbers, len(numbers), sizeof(c_int), CMP(lambda a, b: a[0] - b[0]))
print(list(numbers))
libc.strtol.restype = c_long
end = c_char_p()
print(libc.strtol(b"123xyz", byref(end), 10), end.value)


class Div(Structure):
    _fields_ = [("quot", c_int), ("rem", c_int)]


libc.div.restype = Div
d = libc.div(17, 5)
print(d.quot, d.rem)


class LDiv(Structure):
    _fields_ = [("quot", c_long), ("rem", c_long)]


libc.ldiv.restype = LDiv
libc.ldiv.argtypes = [c_long, c_long]
d = libc.ldiv(-17, 5)
print(d.quot, d.rem)
libm = CDLL("libm.so.6")
libm.pow.restype = c_double
libm.pow.argtypes = [c_double, c_double]
print(libm.pow(2, 0.5), libm.pow(c_double(3), 2))
libm.sqrtf.restype = c_float
libm.sqrtf.argtypes = [c_float]
print(libm.sqrtf(2))
set_errno(0)
print(libc.open(b"/nonexistent/file", 0), get_errno())
buf = create_string_buffer(32)
print(libc.snprintf(buf, 32, b"%d %s %.2f", 7, b"abc", c_double(1.5)), buf.value)
libc.strchr.restype = c_char_p
print(libc.strchr(b"hello", ord("l")), libc.strchr(b"hello", ord("z")))
memset(buf, ord("x"), 4)
memmove(addressof(buf) + 1, b"ab", 2)
print(buf.raw[:6], string_at(buf, 3), wstring_at("wide", 2))


class Node(Structure):
    pass


Node._fields_ = [("value", c_int), ("next", POINTER(Node))]
last = Node(2)
first = Node(1, pointer(last))
print(first.next.contents.value, bool(last.next), first.next[0].value)


class U(Union):
    _fields_ = [("i", c_uint32), ("f", c_float), ("b", c_ubyte * 4)]


u = U(f=1.0)
print(hex(u.i), list(u.b))


class Bits(Structure):
    _fields_ = [("a", c_uint, 3), ("b", c_int, 5), ("c", c_uint, 24)]


x = Bits(5, -3, 70000)
print(x.a, x.b, x.c, sizeof(Bits), Bits.b)
x.b = 20
print(x.b)


class Outer(Structure):
    _anonymous_ = ["u"]
    _fields_ = [("u", U), ("name", c_char * 8), ("pos", c_short * 2 * 2)]


o = Outer()
o.i = 0x41424344
o.name = b"abc"
o.pos[1][0] = 9
print(bytes(o.b), o.name, o.pos[1][:], Outer.name.offset, sizeof(Outer))
class Big(BigEndianStructure):
    _fields_ = [("x", c_uint16), ("y", c_uint32)]


print(bytes(Big(1, 2)), Big.from_buffer_copy(bytes(Big(258, 3))).x)
p = cast(numbers, POINTER(c_int))
print(p[0], p[1:4], cast(p, c_void_p).value == addressof(numbers))
ba = bytearray(8)
view = c_uint32.from_buffer(ba, 4)
view.value = 0x01020304
print(ba)
proto = CFUNCTYPE(c_int, c_int, POINTER(c_int))


def double(n, out):
    out[0] = n * 2
    return 1


f = proto(double)
r = c_int()
print(f(21, byref(r)), r.value)
g = CFUNCTYPE(c_size_t, c_char_p)(("strlen", libc), ((1, "s"),))
print(g(s=b"four"))
libc.abs.errcheck = lambda result, func, args: (result, args)
print(libc.abs(-4))
print(CFUNCTYPE(py_object, py_object)(lambda v: [v, v])("k"))
print(sum((c_int * 3)(1, 2, 3)), (c_char * 3)(b"a", b"b").value, [v for v in (c_double * 2)(1, 2)])


class Shape:
    _as_parameter_ = 5


print(libc.abs.restype, CDLL("libc.so.6").abs(Shape()))
print(ctypes.sizeof(c_void_p), c_wchar_p("abc").value, c_wchar("x").value, pointer(c_int(4)).contents.value)
