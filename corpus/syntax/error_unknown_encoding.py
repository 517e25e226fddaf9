# coding: nope
print("é")
