__all__ = ["star_one", "mod"]
star_one = "star"
hidden = "not exported"
from . import mod
