import collections, sys, os
class Thing:
    colour = 1
    def method(self): return self.clour
    def local(self): return colour
    def only(self): return method
thing = Thing(); long_variable_name = 5; Counter = 1
def f(parameter):
    local_value = parameter
    return local_valeu
for code in ("thing.color", "thing.methd()", "long_variable_nme", "prnt(1)", "thing.method()", "thing.local()", "thing.only()", "f(1)", "collections.conter", "os.pathh", "sys.versoin", "import colections", "from collections import OrderdDict", "from os.path import joinn", "[].apend(1)", "''.splitt()", "{}.itms()", "thing.zzzzzz", "x.y", "tru", "none", "math.pi", "json", "re.match('a', 'b')", "time.time()", "lenn([])", "Thing.colouring", "Thing().colour.reel", "int.bit_lenght", "Exceptoin", "f(paramter=1)", "sorted([], kye=len)", "print(1, spe='')", "int('5', bsae=2)", "a.b.c", "self", "long_variable_name.reall", "collections.abc.Itterable", "(1).numeratr", "None.foo", "[].push(1)", "[].add(1)", "{}.add(1)", "''.append('x')", "().append(1)", "'a'.contains('b')", "{}.put(1, 2)", "{}.length", "import jsonn", "import yaml_nope", "raise Thing", "Thing.methodd"):
    try: exec(code); print("ok", code)
    except BaseException as e:
        import traceback
        print(code, "->", "".join(traceback.format_exception_only(e)).strip())
