# Annotated assignments in what is compiled line by line.
import __future__, code

def run(source, mode="single", flags=0):
    namespace = {}
    exec(compile(source, "<line>", mode, flags, dont_inherit=True), namespace)
    print(sorted(k for k in namespace if k not in ("__builtins__", "__conditional_annotations__")), namespace["__annotate__"](1) if "__annotate__" in namespace else namespace.get("__annotations__"))

run("a: int = 3\n")
run("a: int = 3\n", "exec")
run("if 1:\n  a: int = 3\n")
run("if 0:\n  a: int = 3\n")
run("a: int\n")
run("a: int = 3\n", flags=__future__.annotations.compiler_flag)
run("a: int\n", flags=__future__.annotations.compiler_flag)
run("def f(x: int) -> str: pass\n")
run("class C:\n  x: int\n  y: str = 1\n\n")
run("1 + 1\n")

console = code.InteractiveConsole()
for line in "a: int = 3", "b: str", "a", "__annotate__(1)":
    console.push(line)
