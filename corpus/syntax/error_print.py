# A statement of the old language.
print "hello", 5
