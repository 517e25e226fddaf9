# Modules whose source cannot be read.
import os, sys, tempfile, traceback
folder = tempfile.mkdtemp()
sys.path.insert(0, folder)
for name, data in {"m_null": b"x = 1\ny = '\0'\n", "m_bytes": b"x = 1\nprint('\xff')\n", "m_ascii": b"# coding: ascii\nx = '\xe9'\n", "m_charmap": b"# coding: cp1252\nx = '\x81'\n",
                   "m_nope": b"# coding: nope\n", "m_indent": b"if 1:\nx\n", "m_good": b"# coding: cp1252\nx = '\x80'\n", "m_raises": b"def f(): 1 / 0\nf()\n"}.items():
    with open(os.path.join(folder, name + ".py"), "wb") as f: f.write(data)
    try:
        m = __import__(name)
        print(name, ascii(m.x))
    except Exception as e:
        print(name, type(e).__name__, str(e).replace(folder, "<folder>"))
        print([(os.path.basename(f.filename), f.lineno, f.name) for f in traceback.extract_tb(e.__traceback__)])
    os.remove(os.path.join(folder, name + ".py"))
