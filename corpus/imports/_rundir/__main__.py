import sys, _beside
print("dir main", sys.argv, __package__ == "", sys.path[0].endswith("_rundir"), _beside.v)
