import sys
def mk(log):
    def tr(frame, event, arg):
        if frame.f_code.co_filename != __file__: return None
        a = arg if event!='exception' else arg[0].__name__
        if not isinstance(a,(int,str,type(None),tuple)): a=type(a).__name__
        log.append((frame.f_code.co_name, frame.f_lineno-frame.f_code.co_firstlineno, event, a))
        return tr
    return tr
def f1():
    x = 1
    for i in range(2):
        x += i
    else:
        x = 3
    return x
def f2():
    try:
        raise ValueError
    except KeyError:
        pass
    except ValueError as e:
        y = 2
    finally:
        z = 3
    while True:
        z += 1
        if z > 5:
            break
    w = 0
    while w < 2:
        w += 1
def f3():
    def g():
        yield 1
        yield 2
    for v in g():
        pass
    with open('/dev/null') as fh:
        a = 1
    class C:
        q = 1
        def m(self): return 3
    C().m()
    if a == 2:
        pass
    elif a == 1:
        b = 3
    else:
        c = 2
    match a:
        case 2:
            a = 5
        case 1:
            a = 6
    l = lambda: 4
    l()
    del l
def f4():
    def inner():
        1/0
    try:
        inner()
    except ZeroDivisionError:
        pass
    x = 1
    z = (lambda:
         2)()
    pass
    global q
    import os
    for a in 1, 2:
        if a == 1: continue
        break
    assert a
    return
def f5():
    try:
        return 1
    finally:
        x = 2
for f in (f1,f2,f3,f4,f5):
    log=[]
    sys.settrace(mk(log)); f(); sys.settrace(None)
    for l in log: print(*l)
    print('--')
