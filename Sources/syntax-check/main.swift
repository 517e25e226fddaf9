print("syntax-check")
