import _failing
print("never")
