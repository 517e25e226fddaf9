"""Package doc."""
print("init _pk", __name__, __path__ is not None)
VALUE = "pk value"
_private = 1
hidden = 2
def __getattr__(name):
    if name == "lazy_attr": return "computed lazily"
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
