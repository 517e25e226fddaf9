from .. import VALUE
from ..a import who
from . import __name__ as parent
name = f"mod under {parent}"
def rel_up(): return VALUE, who()
