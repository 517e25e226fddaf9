# A class that holds the methods of a builtin type it does not derive from.
class X:
    a = list.append
    l = list.__len__
x = X()
for _ in range(3):
    try: x.a(1)
    except TypeError as e: print(e)
    try: x.l()
    except TypeError as e: print(type(e).__name__)
    try: X.a(x, 1)
    except TypeError as e: print(e)
    try: print(X.a([], 1))
    except TypeError as e: print(e)
