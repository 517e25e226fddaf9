"""What an `except` clause cannot catch is blamed on the whole handler, as CPython's positions have it."""
import traceback


def no_class():
    try:
        raise ValueError
    except 5:
        print(
            1)


def in_tuple():
    try:
        raise ValueError
    except (KeyError, "a"):
        pass


def on_one_line():
    try: raise ValueError
    except 5: pass


def undefined():
    try:
        raise ValueError
    except undefined_name:
        pass


for f in no_class, in_tuple, on_one_line, undefined:
    try:
        f()
    except (TypeError, NameError) as e:
        print("".join(traceback.format_exception(e)))
