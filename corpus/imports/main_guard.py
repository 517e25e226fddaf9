import sys, _guarded
if __name__ == "__main__":
    print("main", sys.argv[0], len(sys.argv), __file__, sys.path[0].endswith("imports"), sys.modules["__main__"].__dict__ is globals(), __spec__, __package__, __builtins__ is not None)
import __main__; print(__main__.__name__, __main__.sys is sys, "main_guard" in sys.modules)
import main_guard; print("imported again as", main_guard.__name__)
