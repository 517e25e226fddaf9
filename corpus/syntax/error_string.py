name = "world"
greeting = "hello {name
print(greeting)
