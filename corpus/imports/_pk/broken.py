print("about to break")
1 / 0
