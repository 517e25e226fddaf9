import sys
from . import __name__ as pkg
from .tool import helper
print(__name__, __package__, pkg, sys.argv[0].endswith("__main__.py"), sys.argv[1:], helper(), __spec__.name, __file__.endswith("__main__.py"))
