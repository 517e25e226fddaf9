v = "part one"
