# coding: ascii
print("é")
