import sys
print("module run", __name__, sys.argv[1:])
raise RuntimeError("from -m")
