# memoryview and bytearray: values and messages of one expression a line.
EXPRESSIONS = r'''
memoryview(b"abc")[0],memoryview(b"abc")[-1],memoryview(b"abc")[1:].tobytes(),memoryview(b"abcdef")[::2].tobytes(),len(memoryview(b"abc"))
memoryview(b"abc").tolist(),memoryview(b"abc").hex(),memoryview(b"abc").format,memoryview(b"abc").shape,memoryview(b"abc").strides,memoryview(b"abc").readonly
memoryview(b"abc").__setitem__(0,1)
memoryview(b"abc")[5]
memoryview(b"abc")["a"]
memoryview(bytearray(b"abcd")).cast("i").tolist(),memoryview(bytearray(b"abcd")).cast("H").itemsize
memoryview(b"abcdefgh").cast("B",[2,4]).tolist(),memoryview(b"abcdefgh").cast("B",[2,4])[1,2],memoryview(b"abcdefgh").cast("B",(2,2,2)).shape
memoryview(b"abc").cast("i")
memoryview(b"abcd").cast("x")
memoryview(b"abcd").cast("i").cast("h")
(lambda b:(memoryview(b).__setitem__(0,65),b))(bytearray(b"xyz"))
(lambda b:(memoryview(b).__setitem__(slice(0,2),b"AB"),b))(bytearray(b"xyz"))
(lambda b:(memoryview(b).__setitem__(slice(0,2),b"ABC"),b))(bytearray(b"xyz"))
memoryview(bytearray(b"a")).__setitem__(0,256)
memoryview(bytearray(b"a")).__setitem__(0,"a")
hash(memoryview(b"abc"))==hash(b"abc")
hash(memoryview(bytearray(b"abc")))
list(memoryview(b"abc")),98 in memoryview(b"abc"),memoryview(b"abca").count(97),memoryview(b"abca").index(98)
(lambda m:(m.release(),m.release(),m))(memoryview(b"a"))[0]
(lambda m:(m.release(),m[0]))(memoryview(b"a"))
memoryview(b"abc")==memoryview(b"abc"),memoryview(b"abc")==b"abd",memoryview(b"abc")!=5
memoryview(b"abc").toreadonly().readonly,memoryview(b"abc").nbytes,memoryview(b"abc").obj,memoryview(b"abc").ndim,memoryview(b"abc").c_contiguous,memoryview(b"abc")[::2].c_contiguous
bytes(memoryview(b"abcdef")[::2]),bytearray(memoryview(b"abc")),b"".join([memoryview(b"a"),b"b"])
(lambda b,m:(b.append(1)))(*(lambda b:(b,memoryview(b)))(bytearray(b"abc")))
(lambda b:(b.__delitem__(slice(0,2)),b))(bytearray(b"abcd"))
(lambda b:(b.__setitem__(slice(1,2),b"xyz"),b))(bytearray(b"abcd"))
(lambda b:(b.extend([1,2]),b.insert(1,9),b.reverse(),b.pop(),b))(bytearray(b"ab"))
(lambda b:(b.__iadd__(b"cd"),b.__imul__(2),b))(bytearray(b"ab"))
(lambda b:(b.clear(),b,b.append(5),b))(bytearray(b"ab"))
'''
for line in EXPRESSIONS.strip().split('\n'):
    try:
        print(line, '->', repr(eval(line)))
    except BaseException as e:
        print(line, '->', type(e).__name__, e)
