# A tree of `ast` objects with many names: none is taken for another one (__debug__, *, __future__).
import ast

names = [f"n{i}" for i in range(60)]
source = "\n".join(f"{n} = {i}" for i, n in enumerate(names)) + "\ndef f():\n" + "\n".join(f"    from os import path as p{i}" for i in range(60)) + "\n    return p59.sep\n"
namespace = {}
exec(compile(ast.parse(source), "x", "exec"), namespace)
print(namespace["n59"], namespace["f"]())
