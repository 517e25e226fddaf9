try: import _badsyntax
except SyntaxError as e: print(e.msg, e.lineno, e.filename.endswith("_badsyntax.py"))
import _badsyntax
