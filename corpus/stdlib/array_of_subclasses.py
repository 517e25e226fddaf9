import array
class It(list):
    def __iter__(self): return iter(["from iter"])
class T(tuple):
    def __iter__(self): return iter([9])
print(array.array("b", It([3])), array.array("b", T((3,))))
a = array.array("b", [1]); 
for x in It([3]), T((3,)):
    try: a.extend(x)
    except TypeError as e: print(e)
    print(a)
    try: a.fromlist(x)
    except TypeError as e: print(e)
print(a)
