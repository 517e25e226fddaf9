# Folders, archives and folders inside archives as programs: what comes first in sys.path is absolute.
import os, subprocess, sys, tempfile, zipfile

source = "import sys; print(sys.path[0].replace(sys.argv[-1], '<tmp>'), __file__.replace(sys.argv[-1], '<tmp>'), sys.argv[:-1], __spec__.name, type(__loader__).__name__)"
with tempfile.TemporaryDirectory() as folder:
    folder = os.path.realpath(folder)
    os.mkdir(folder + "/app")
    os.mkdir(folder + "/empty")
    with open(folder + "/app/__main__.py", "w") as f:
        f.write(source)
    with zipfile.ZipFile(folder + "/app.zip", "w") as z:
        z.write(folder + "/app/__main__.py", "__main__.py")
        z.write(folder + "/app/__main__.py", "package/sub/__main__.py")
    for name in "app", "./app", "app.zip", "app.zip/package/sub", "app.zip/package", "empty", "nothing/x", "app/__main__.py/x":
        p = subprocess.run([sys.executable, name, folder], cwd=folder, capture_output=True, text=True)
        print(name, p.returncode)
        print(p.stdout + p.stderr.replace(folder, "<tmp>").replace(sys.executable, "<exe>"), end="")
