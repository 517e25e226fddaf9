# Programs that end where something is still to come: what is said, and where, in a file, a command and a pipe.
import os
import subprocess
import sys
import tempfile

TEXTS = ["try: pass", "try:\n  pass\n", "try: pass\n# c\n", "class A:\n  def f():\n    try:\n      x\n", "if 1:\n", "def f():\n  # c\n", "class A:", "for x in y:\n\n\n",
         "@x\n", "x = \\\n", "\\", "x = (\n", "match x:\n  case 1:\n"]
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "program.py")
    for t in TEXTS:
        print(repr(t))
        with open(path, "w") as f:
            f.write(t)
        for arguments in [path], ["-"], ["-c", t]:
            r = subprocess.run([sys.executable, *arguments], input=t, capture_output=True, text=True)
            print(r.returncode, r.stdout, r.stderr.replace(path, "program.py"))
