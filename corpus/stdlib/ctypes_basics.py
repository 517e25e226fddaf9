# Foreign types, conversions and errors of ctypes.
from ctypes import *
import ctypes
import re
def t(f):
    try: print(re.sub(r'0x[0-9a-f]+','0x',repr(f())))
    except BaseException as e: print(type(e).__name__, e)
libc=CDLL(None)
t(lambda: libc.strlen(b'abc')); t(lambda: libc.strlen(1.5)); t(lambda: CDLL('nosuch.so'))
t(lambda: c_int('x')); t(lambda: c_int(1.5)); t(lambda: c_char(b'ab')); t(lambda: c_char('a')); t(lambda: c_wchar(b'a')); t(lambda: c_wchar('ab')); t(lambda: c_char_p('a')); t(lambda: c_wchar_p(b'a')); t(lambda: c_void_p('x')); t(lambda:c_double('x'))
t(lambda: c_char_p.from_param(3.5)); t(lambda: c_void_p.from_param(3.5)); t(lambda: c_wchar_p.from_param(b'3')); t(lambda: c_int.from_param('x')); t(lambda: POINTER(c_int).from_param(3)); t(lambda: (c_int*3).from_param(3)); t(lambda:POINTER(c_int).from_param(c_double()))
libc.strlen.argtypes=[c_char_p]; t(lambda: libc.strlen('x')); t(lambda: libc.strlen()); t(lambda:libc.strlen(b'a',b'b'))
class P(Structure): _fields_=[('x',c_int),('y',c_double)]
t(lambda: P(1,2,3)); t(lambda:P(1,x=2)); t(lambda:P(z=2)); t(lambda:P('a')); t(lambda:P()); t(lambda:P.x); t(lambda: P.x.offset); t(lambda:(c_int*3)(1,2,3,4)); t(lambda:(c_int*3)()[3]); t(lambda:(c_int*3)()['a']); t(lambda:(c_int*3)(1,2,3)[:]); t(lambda: create_string_buffer(b'abc')[1:3]); t(lambda: POINTER(c_int)()[0]); t(lambda:POINTER(c_int)().contents); t(lambda:POINTER(c_int)(3)); t(lambda:pointer(c_int(3)).contents); t(lambda:byref(3)); t(lambda:sizeof(3)); t(lambda:addressof(3)); t(lambda: alignment(3)); t(lambda: c_int*-1); t(lambda:type(c_int*3)); t(lambda:(c_int*3).__name__); t(lambda: type(P).__mro__); t(lambda:type(c_int).__mro__); t(lambda: c_int.__mro__); 
t(lambda: c_int(3)); t(lambda:c_char(b'a')); t(lambda:c_bool(3)); t(lambda: type('B',(Structure,),{'_fields_':[('a',3)]})); t(lambda: type('B',(Structure,),{'_fields_':3})); t(lambda: type('B',(_SimpleCData,),{})) ; t(lambda: type('B',(ctypes._SimpleCData,),{})); t(lambda: type('B',(ctypes._SimpleCData,),{'_type_':'%'})); t(lambda: type('B',(Array,),{})); t(lambda: type('B',(Array,),{'_type_':c_int})); t(lambda:Structure()); t(lambda: ctypes._SimpleCData()); t(lambda: ctypes._Pointer()); t(lambda: CFUNCTYPE(c_int)()); t(lambda: CFUNCTYPE(c_int,c_int)(3)); t(lambda:CFUNCTYPE(c_int,c_int)('x'));t(lambda:CFUNCTYPE(c_int,3)); 
cb=CFUNCTYPE(c_int,c_int)(lambda x:x*2); t(lambda: cb(4)); t(lambda: cb('x')); t(lambda: cb()); 
t(lambda: c_int.from_buffer(bytearray(2))); t(lambda:c_int.from_buffer(b'1234'));t(lambda:c_int.from_buffer_copy(b'1234')); t(lambda:c_int.from_buffer_copy(b'1234',2)); t(lambda:c_int.from_buffer_copy(b'1234',-2)); t(lambda: c_int.from_address(0.5)); t(lambda: cast(c_int(3),c_char_p)); t(lambda: cast(b'abc',3)); t(lambda: string_at(b'abc')); t(lambda:memoryview((c_int*3)()).format); t(lambda:memoryview(P()).format); t(lambda:memoryview((c_int*3*2)()).shape); t(lambda: c_int.__ctype_be__); t(lambda:c_int.from_param(3)); t(lambda:c_char_p.from_param(b'abc')); t(lambda: libc.abs)
t(lambda: setattr(P(),'x','q')); t(lambda: create_string_buffer(3).raw); 
b=create_string_buffer(3)
t(lambda: setattr(b,'value',b'abcd')); t(lambda:setattr(b,'value','a')); t(lambda: resize(b,2)); t(lambda: setattr(libc.abs,'argtypes',[3])); t(lambda: setattr(libc.abs,'restype',3)); t(lambda:setattr(libc.abs,'argtypes',3)); t(lambda:setattr(libc.abs,'errcheck',3)); t(lambda: P.__init__); t(lambda: c_int.value); t(lambda:P.from_param(3)); 
t(lambda: type('B',(Structure,),{'_fields_':[('a',c_int,3),('b',c_int,40)]}))
t(lambda: c_byte(300).value); t(lambda: repr(c_char_p(b'a').value)); t(lambda: libc.printf(b'', c_longlong(3), 2**70)); t(lambda:(c_int*3)(*[1,'a']))
t(lambda: CFUNCTYPE(c_int,py_object)(lambda x:len(x))([1,2])); t(lambda: P(1,2).__reduce__()); t(lambda: pointer(c_int())==pointer(c_int())); t(lambda: c_int(1)==c_int(1)); t(lambda: bool(c_int(0))); t(lambda: libc.abs.__name__); t(lambda: libc['abs'].restype)
