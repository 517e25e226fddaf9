x = 1
text = """this never
ends
anywhere
