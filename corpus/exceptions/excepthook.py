import sys
def hook(t, v, tb):
    print("hook", t.__name__, v, tb.tb_lineno)
    sys.__excepthook__(t, v, tb)
sys.excepthook = hook
class E(Exception):
    __module__ = "somewhere.else"
    __qualname__ = "Outer.E"
def f():
    raise E("with module", 2)
f()
