def f(a):
    for i in a:
    print(i)
