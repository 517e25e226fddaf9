def f():
    n=0
    for i in range(3000):
        x = 1e100 + i
        if isinstance(x, bool): n+=1
        if isinstance((1e+100 + 7), bool): n+=1
    return n
print(f())
