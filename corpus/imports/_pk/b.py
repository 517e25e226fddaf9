from . import a
from .a import who as _who
x = _who() + "!"
