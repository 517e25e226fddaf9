import sys
class A:
    def __enter__(self): return self
    def __exit__(self, t, v, tb): print("exit with", t.__name__, v.code)
def gen():
    try: yield 1
    except GeneratorExit: print("gen closed"); raise
with A():
    g = gen(); next(g)
    g.close()
    sys.exit(42)
