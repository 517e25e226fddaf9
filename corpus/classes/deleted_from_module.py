# What a module does not have cannot be deleted from it: the message is that of any object.
import types

m = types.ModuleType("made")
m.x = 1
del m.x
for f in (lambda: delattr(m, "x"), lambda: delattr(types, "nothing"), lambda: m.x):
    try:
        f()
    except AttributeError as e:
        print(e, e.name, e.obj is m)
