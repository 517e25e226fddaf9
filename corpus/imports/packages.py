import sys
import _pk
import _pk.sub.mod
from _pk import a, b as bee, sub
from _pk.sub import *
from _pk.sub.mod import name, rel_up
import _pk.sub.mod as m, _pk.a as pa
print(_pk.VALUE, a.who(), bee.x, sub.__name__, star_one, name, rel_up(), m is sys.modules["_pk.sub.mod"], pa is a)
print("hidden" in globals(), "_private" in globals(), _pk.__name__, _pk.__package__, _pk.__path__[0].endswith("_pk"), _pk.sub.mod.__package__, a.__file__.endswith("a.py"), a.__spec__.name, a.__spec__.parent, a.__loader__.__class__.__name__, _pk.__spec__.submodule_search_locations is not None)
print(sorted(n for n in dir(_pk) if not n.startswith("__")), [n for n in sys.modules if n.startswith("_pk")])
def attempt(code):
    try: exec(code, {"__name__": "__main__", "__builtins__": __builtins__}); print("ok", code)
    except Exception as e: print(code, "->", type(e).__name__ + ":", str(e).replace(sys.path[0], "<dir>"), getattr(e, "name", None))
for code in ("import nope_mod", "import _pk.nope", "import _pk.a.deeper", "from _pk import nope", "from _pk.a import nope", "from . import x", "from .x import y", "import _pk.broken", "import _pk.syntaxerr", "from _pk import lazy_attr", "from _pk import no_attr", "import sys.nope", "import math.nope", "from os import nope", "import _circ_a", "from nope_mod import *", "import _pk.needs_missing"): attempt(code)
print("_pk.broken" in sys.modules, "_pk.syntaxerr" in sys.modules)
import _ns.part1, _ns.part2
print(_ns.part1.v, _ns.part2.v, type(_ns.__path__).__name__, getattr(_ns, "__file__", None), _ns.__spec__.origin, repr(_ns)[:15])
import importlib.util, importlib.machinery
print(importlib.import_module("_pk.a") is a, importlib.import_module(".sub", "_pk") is sub, importlib.util.find_spec("_pk.b").name, importlib.util.find_spec("zzz_nope"))
a.counter = 5; importlib.reload(a); print(a.counter, a.reloads)
del sys.modules["_pk.b"]; import _pk.b; print(_pk.b is bee, _pk.b.x)
sys.modules["fake"] = 42; import fake; print(fake); sys.modules["blocked"] = None; attempt("import blocked")
print(__import__("_pk.sub.mod").__name__, __import__("_pk.sub.mod", fromlist=["name"]).__name__, __import__("os.path").__name__)
import types; mod = types.ModuleType("made", "doc"); mod.x = 1; sys.modules["made"] = mod; from made import x; print(x, mod, mod.__doc__, mod.__dict__.keys() >= {"x"})
class Finder:
    def find_spec(self, name, path, target=None):
        if name.startswith("virtual"): return importlib.machinery.ModuleSpec(name, self, is_package=True)
    def create_module(self, spec): return None
    def exec_module(self, module): module.made_by = "finder"
sys.meta_path.append(Finder()); import virtual.sub; print(virtual.made_by, virtual.sub.__name__, virtual.__spec__.loader.__class__.__name__)
def local_import():
    import _pk.sub.mod as inner; from _pk import a
    return inner.name, a.who()
print(local_import(), _pk.lazy_attr, hasattr(_pk, "no_attr"), repr(sys), repr(_pk.a).startswith("<module '_pk.a' from "))
