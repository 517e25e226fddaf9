from _stars import *
print(sorted(n for n in globals() if n.startswith("st_") or n.startswith("_st")))
from _stars_all import *
print(sorted(n for n in globals() if n.startswith("all_") or n.startswith("_all")))
try: from _stars_bad import *
except AttributeError as e: print(e)
class C:
    try: exec("from _stars import *")
    except SyntaxError as e: print(e)
    import _stars as inside
print(C.inside.st_a, hasattr(C, "st_a"))
ns = {}; exec("from _stars import st_a as renamed", ns); print(ns["renamed"])
from math import pi as PI, sqrt, floor as fl; import os.path as osp, os; print(PI, sqrt(4), fl(2.5), osp is os.path)
import _stars; _stars.st_b = "patched"; from _stars import st_b; print(st_b); del _stars.st_b
try: from _stars import st_b
except ImportError as e: print(str(e).split("(")[0])
