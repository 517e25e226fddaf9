x = 1
if x:
	print("tab")
	if x:
		print("two tabs")
print("form feed")
print("no newline at end")