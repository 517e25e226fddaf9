# str, bytes and bytearray: values and messages of one expression a line.
EXPRESSIONS = r'''
b"ab".center(5,"x")
b"ab".center(5,b"xy")
bytearray(b"ab").center(5,b"xy")
b"ab".center(5,bytearray(b"x"))
bytes.fromhex("1")
bytes.fromhex("1g")
bytes.fromhex(1)
bytes.fromhex(b"41 42")
bytes.fromhex("4 1")
b"a".find("x")
b"a".find(256)
b"a".index(b"z")
b"a".index(5)
b"a".startswith("x")
b"a".startswith(("x",))
"x" in b"a"
256 in b"a"
97 in b"a"
b"a".replace("x",b"")
b"a".split(1)
b"a".split(b"")
b"a".join([1])
b"-".join([b"a",bytearray(b"b")])
b"a".join(1)
b"a".strip("x")
b"a".translate("x")
b"a".translate(b"x")
b"abc".translate(None,b"a")
bytes.maketrans(b"a",b"bc")
b"abc".translate(bytes.maketrans(b"ab",b"xy"))
b"a"+"x"
b"a"+1
b"a"+bytearray(b"b")
bytearray(b"a")+b"b"
bytearray(b"a")+"x"
b"abc".__getitem__("x")
b"abc"[5]
b"abc"[-1],b"abc"[::-1],b"abc"[1:],b"abcdef"[::2]
bytearray(b"a").__getitem__("x")
bytearray(b"a")[5]
bytes(1.5)
bytes("x")
bytes(-1)
bytes(3),bytes([1,2]),bytes(b"x"),bytes(bytearray(b"y")),bytes("é","utf8"),bytes()
bytes(10**30)
bytes([256])
bytes(["x"])
bytearray([256])
bytearray(1.5)
bytearray("x")
bytes(b"x","utf8")
bytes(1,errors="x")
b"a".hex("xx")
b"abc".hex("é")
b"abcdef".hex(":",2),b"abcdef".hex(":",-4),b"abcdef".hex(b":",4),b"ab".hex()
bytearray(b"ab").pop(5)
bytearray().pop()
bytearray(b"a").remove(5)
bytearray(b"a").append("x")
bytearray(b"a").append(256)
bytearray(b"a").extend(5)
bytearray(b"a").extend("a")
bytearray(b"a").insert(0,256)
bytearray(b"a").__setitem__(0,256)
bytearray(b"a").__setitem__(9,2)
bytearray(b"a").__setitem__(slice(0,1),2)
bytearray(b"abc").__setitem__(slice(None,None,2),b"a")
bytearray(b"a").__reduce_ex__(2)
b"a".partition(b"")
b"abc".partition(b"b"),b"abc".rpartition(b"z")
b"a"<"a"
b"a"<bytearray(b"b"),b"a"==bytearray(b"a"),bytearray(b"a")==b"a",b"a"==memoryview(b"a"),memoryview(b"a")==b"a"
b"a"*"a"
b"ab"*3,3*b"ab",bytearray(b"ab")*2
b"a".decode(5)
b"a".count(1.5)
list(b"abc"),list(bytearray(b"xyz"))
b"x".__bytes__()
bytearray(b"ab").resize(-4)
repr(bytearray(b"ab'"))
str(b"abc"),repr(b"a'b"),repr(b'a"\'\n\x00\xff')
b"a".__format__("x")
b"ab".isalpha(1)
memoryview(5)
"a".encode("x"*3)
"é".encode("ascii")
b"\xff".decode()
"abc".encode("rot13")
b"".decode("hex")
"a".encode("utf8","nope")
"é".encode("ascii","nope")
"é".encode("ascii","xmlcharrefreplace"),"é€😀".encode("ascii","backslashreplace"),"é".encode("ascii","namereplace"),"é".encode("ascii","ignore"),"é".encode("ascii","replace")
b"a\xffb".decode("utf8","replace"),b"a\xffb".decode("utf8","ignore"),b"a\xffb".decode("utf8","backslashreplace"),b"a\xffb".decode("utf8","surrogateescape")
"a\udcffb".encode("utf8","surrogateescape"),"\ud800".encode("utf8","surrogatepass"),"\ud800".encode("utf16","surrogatepass")
"\ud800".encode("utf8")
b"\xe2\x82".decode()
b"\xe2\x28\xa1".decode()
"é".encode("utf-16"),"é".encode("utf-16-le"),"é".encode("utf-32"),"é€".encode("utf-7"),"é".encode("latin-1"),"é€".encode("cp1252"),"é".encode("unicode_escape")
b"\xff\xfe\xe9\x00".decode("utf-16"),b"+AOk-".decode("utf-7"),b"\\u00e9".decode("unicode_escape"),b"\x80".decode("cp1252")
"€".encode("cp437")
b"\x81".decode("cp1252")
"x".join(5)
",".join(["a",1])
"a".center(3,"xx")
"a".__getitem__("x")
"a"[5]
"a"[10**30]
"{".format()
"{a.}".format(a=1)
"{0[}".format(1)
"{!x}".format(1)
"{0!r".format(1)
"{!r:}".format(1)
"{} {0}".format(1)
"{0} {}".format(1)
"{1}".format(0)
"{a}".format()
"{:{:{}}}".format(1,2,3)
"{:x}".format("a")
"{0.real} {1[0]} {2[a]} {k!s:>5}|{{}}".format(5,[7],{"a":8},k="z")
"{:>{w}.{p}}".format("abcdef",w=6,p=3)
format("a","=5")
format("a","+5")
format("a","#5")
format("a",",")
format("a","5.")
format("a","5xx")
format("a","05")
format("a","*^9.1")
format("a"," ")
"a".maketrans(1)
"a".maketrans({"ab":1})
"a".maketrans("a","bc")
"a".maketrans({1.5:1})
"abc".translate({97:"xx",98:None,99:100})
"abc".translate(str.maketrans("ab","yz","c"))
"a".translate(5)
"a".translate({97:0x110000})
"a".translate({97:1.5})
str(b"a",5)
str(5,"utf8")
str("a","utf8")
str(b"a",errors="strict"),str(b"\xc3\xa9","utf8"),str(),str(5),str(None)
"a".startswith(5)
"a".startswith((5,))
"abc".startswith(("x","a")),"abc".endswith("c"),"abc".startswith("b",1),"abc".endswith("b",0,2)
"a".find(5)
"a".find("b","x")
"a".count()
"a".replace("b")
"aaa".replace("a","b",2),"abc".replace("","-"),"abc".replace("b","xyz"),"a".replace("b","c",count=1),"héllo".replace("é","e")
"a".split(5)
"a b  c ".split(),"a,b,c".split(","),"a,b,c".split(",",1),"a,b,c".rsplit(",",1)," a b ".split(None,1),"a b c".rsplit(None,1),"aXXb".split("XX")
"a".split("")
"a".strip(5)
"  a ".strip(),"xxaxx".strip("x"),"  a ".lstrip(),"  a ".rstrip(),"\u3000a\u3000".strip()
"a".partition(5)
"a-b-c".partition("-"),"a-b-c".rpartition("-"),"abc".partition("-")
"a".removeprefix(5)
"abc".removeprefix("a"),"abc".removesuffix("bc")
"a\tb".expandtabs(),"a\tb".expandtabs(4)
5 in "a"
"b" in "abc","" in "a","z" in "abc"
"a"+5
"a"*"b"
"ab"*3,3*"ab","a"*0,"é"*2
"a"*10**20
"a".ljust(10**20)
"a".ljust(5)+"|","a".rjust(5,"é"),"ab".center(7,"*"),"-5".zfill(5),"abc".zfill(2)
"a".splitlines(1,2)
"a\nb\r\nc\x0bd".splitlines(),"a\nb\n".splitlines(True)
"a".lower(1)
"ÀB".lower(),"straße".upper(),"ǅ".swapcase(),"ΑΣ".lower(),"hello world".title(),"hELLO".capitalize(),"ß".casefold(),"ﬁ".upper()
"abc".isalpha(),"1".isdigit(),"²".isdigit(),"²".isdecimal(),"½".isnumeric()," ".isspace(),"a1".isalnum(),"A".isupper(),"Ab".istitle(),"a_1".isidentifier(),"1a".isidentifier(),"é".isascii(),"\n".isprintable()
"a".encode(1,2,3)
"a".format_map()
"{a}".format_map(5)
"{}".format_map({})
"{a}".format_map({"a":1})
"a".__format__(5)
"abcdef"[1:4],"abcdef"[::-1],"abcdef"[::2],"abcdef"[-3:],"héllo"[1],"héllo"[::2],"h€llo"[1:3],"abc"[5:]
"abc"<"abd","a"<"é","😀">"z","a"=="a","a"!="b","a"<=5
"a"<5
hash("abc")==hash("abc"),hash(b"abc")==hash("abc")
repr("a'b"),repr('a"b'),repr("a'\"b"),repr("é\n\x00\u2028😀\ud800"),ascii("é😀")
sorted("hello"),list("héy"),tuple("ab")
iter("a").__length_hint__(),type(iter("a")).__name__,type(iter("é")).__name__
f"{5:>5}|{'a'!r}|{3.5:.2f}|{'x':*^5}|{255:#x}|{1000000:,}|{5=}"
"%s %d %r" % ("a",5,"b"),"%(a)s" % {"a":1},"%5.2f|%-5d|%05d|%x|%#o|%e|%g|%%" % (3.14159,5,-5,255,8,12345.678,0.0001)
"%c" % "ab"
"%c%c" % ("a",98)
"%d" % "a"
"%x" % 1.5
"%(a)s" % 1
"%" % 1
"%y" % 1
"%s" % (1,2)
"%s %s" % 1
"%d" % None
"%*d|%.*f" % (5,3,2,3.14159)
"%d" % 10**30,"%x" % 10**30,"%+d" % 5,"% d" % 5
b"%s %d %a %b" % (b"a",5,"é",b"z")
b"%s" % "a"
b"%c" % 256
b"%c%c" % (65,b"B")
b"%(a)s" % {b"a":b"1"}
b"%s" % (b"1",2)
"abc" % {}
"abc" % 5
"a".join("xyz"),"".join([]),"-".join(("a",)),"é".join(["a","b"])
str.__new__(str,"x"),str.join("-",["a","b"])
type("S",(str,),{})("abc").upper(),type("S",(str,),{})("abc")[1:],type("S",(str,),{})("abc")+"d"
type("B",(bytes,),{})(b"abc")[1:],type("B",(bytes,),{})(b"abc")
type("BA",(bytearray,),{})(b"abc")
"abc".__getnewargs__(),"abc".__sizeof__()>0
'''
for line in EXPRESSIONS.strip().split('\n'):
    try:
        print(line, '->', repr(eval(line)))
    except BaseException as e:
        print(line, '->', type(e).__name__, e)
