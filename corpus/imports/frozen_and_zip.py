import _imp, importlib.machinery, os, runpy, sys, tempfile, zipfile
# What starts the interpreter is frozen, and says so.
print(os, os.__spec__, os.__loader__, os.path.join.__code__.co_filename, runpy, importlib.machinery)
print(os.__file__ == sys._stdlib_dir + "/os.py", [k for k in vars(os) if k.startswith("__")])
print(_imp.find_frozen("os"), _imp.is_frozen("os"), _imp.is_frozen("json"), _imp.find_frozen("json"), _imp.is_frozen_package("abc"))
for f in _imp.is_frozen_package, _imp.get_frozen_object:
    try: f("nope")
    except ImportError as e: print(e, e.name)
print(sys.modules["_frozen_importlib"].__spec__, sys.modules["_frozen_importlib_external"].__spec__, sys.path_hooks[0])
# Archives on the path.
with tempfile.TemporaryDirectory() as d:
    z = os.path.join(d, "t.zip")
    with zipfile.ZipFile(z, "w") as f:
        f.writestr("inside.py", "print('inside', __name__)\ndef f(): return __file__\n")
        f.writestr("pack/__init__.py", "x = 1\n")
        f.writestr("pack/sub.py", "from . import x\ny = x + 1\n")
        f.writestr("__main__.py", "import inside, sys\nprint('main', __name__, sys.argv[1:])\n")
    os.system(f"{sys.executable} {z} a b")
    sys.path.insert(0, z)
    import inside, pack.sub
    print(inside.f() == os.path.join(z, "inside.py"), pack.sub.y, type(inside.__loader__), inside.__loader__.get_source("inside"))
