# coding: cp1252
print("é")
