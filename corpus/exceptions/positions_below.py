# Attributes and method calls that go over lines are shown at the attribute's name; a naked exception that except* wraps begins in
# the handler; AttributeErrors without a name get it from whoever asked; UnboundLocalErrors have none.
import traceback
import os

class C:
    known = None
    def m(self, *a, **k):
        raise ValueError("m")
    def __getattr__(self, name):
        raise AttributeError("nothing of that name")
    def __setattr__(self, name, value):
        raise ValueError("set")
    def __delattr__(self, name):
        raise ValueError("del")
    @property
    def p(self):
        raise AttributeError("inside")

class D:
    known = 1
    @property
    def p(self):
        raise AttributeError("inside")

def show(f):
    try:
        f()
    except BaseException as e:
        print(f.__name__, getattr(e, "name", None))
        print("".join(traceback.format_exception(e)[2:]), end="")

def a():
    (None
        .method
    )()
def b():
    (None
        .method)
def c():
    C()\
        .m(1,
           2)
def d():
    x = C()
    (x
      .z) = 1
def e():
    x = C()
    del (x
      .z)
def g():
    x = None
    (x.y.
      z)
def h():
    x = C()
    (x
      .m(*[1]))
def i():
    x = C()
    (x
      .m(a=1))
def j():
    x = C()
    (x
      .
      m
      )(1)
def k():
    x = C()
    (x
      .m()
      .z)
def l():
    x = None
    (x
      .a
      .b) += 1
def m():
    (os
      .getcwd(
         1))
def n():
    C().knwon
def o():
    D().p
def p():
    try:
        something = 1
        somethong
        somethong = 3
    except UnboundLocalError as e:
        print(repr(e.name))
        raise
def q():
    try:
        raise Exception(42)
    except* Exception as e:
        raise
def r():
    try:
        raise Exception(42)
    except* ValueError as e:
        raise
def s():
    try:
        raise Exception(42)
    except* Exception as e:
        1/0
for f in a, b, c, d, e, g, h, i, j, k, l, m, n, o, p, q, r, s:
    show(f)
