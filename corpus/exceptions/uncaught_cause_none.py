class Quiet(Exception):
    def __str__(self):
        return ""
class Broken(Exception):
    def __str__(self):
        raise ValueError("no str")
try:
    try:
        raise KeyError("context")
    except KeyError:
        raise Quiet from None
except Quiet as q:
    try:
        raise Broken() from q
    except Broken as b:
        err = b
err.add_note("a note")
raise err
