# -*- coding: latin-1 -*-
name = "café"
print(len(name), name, [hex(ord(c)) for c in name])
été = 5
print(été)
