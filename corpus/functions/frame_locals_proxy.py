# `f_locals` of a running function: free variables, keys that are only equal to names, what it does not do.
import sys, copy
def outer():
    x = 1
    def inner():
        z = x
        d = sys._getframe().f_locals
        print(d["x"], sorted(d), d.get("z"))
        d["x"] = 2
        class Name:
            def __hash__(self): return hash("z")
            def __eq__(self, other): return other == "z"
        d[Name()] = 9
        print(z, Name() in d, d[Name()])
        print(reversed(d) == list(reversed(d.keys())))
        for f in (copy.copy, copy.deepcopy):
            try:
                f(d)
            except TypeError as e:
                print(e)
    inner()
    print(x)
outer()
f = sys._getframe()
for name in ("f_trace_lines", "f_trace_opcodes"):
    try:
        delattr(f, name)
    except (TypeError, AttributeError) as e:
        print(type(e).__name__)
async def co(): pass
sys.set_coroutine_origin_tracking_depth(2)
c = co()
print([(line, name) for file, line, name in c.cr_origin])
def make(): return co()
d = make()
print([(line, name) for file, line, name in d.cr_origin])
c.close(); d.close()
