import traceback
class I:
    def __iter__(s): return s
    def __next__(s): 1/0
def a():
    for x in I(
       ):
        pass
def b():
    return [x
            for x in I()]
def c():
    return list(x for x
             in I())
def d():
    return {x for x in 5 if x}
def e():
    return list(x for x in 
               5)
def g():
    for x, y in [1]:
        pass
def h():
    a, b = [1]
def i():
    return [1 for (a, b) in [(1,2,3)]]
for f in a,b,c,d,e,g,h,i:
    try: f()
    except Exception: traceback.print_exc()
