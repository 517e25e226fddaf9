# Attributes whose names a program puts together: visitors, setters, what is missing.
class Node:
    def __init__(self, kind, value): self.kind, self.value = kind, value
class Visitor:
    seen = 0
    def visit(self, node): return getattr(self, "visit_" + node.kind, self.generic)(node)
    def visit_num(self, node): return node.value
    def visit_neg(self, node): return -node.value
    def generic(self, node): self.seen += 1; return 100
class Louder(Visitor):
    def visit_num(self, node): return super().visit_num(node) * 2
    def __getattr__(self, name):
        if name.endswith("odd"): return lambda node: 7
        raise AttributeError(name)

def run(v, nodes, n):
    t = 0
    for i in range(n):
        t += v.visit(nodes[i % len(nodes)])
        if i == n // 2: Visitor.visit_new = lambda self, node: 1000
    del Visitor.visit_new
    return t, v.seen
nodes = [Node(k, i) for i, k in enumerate(["num", "neg", "new", "odd", "num", "none"])]
for v in (Visitor(), Louder(), Visitor()): print(run(v, nodes, 3000))

class Box: pass
def fill(n):
    b, missing = Box(), 0
    for i in range(n):
        name = "a" + str(i % 5)
        if not hasattr(b, name): missing += 1; setattr(b, name, i)
        else: setattr(b, name, getattr(b, name) + 1)
        if i % 97 == 0: delattr(b, "a" + str(i % 5))
    return missing, sorted(vars(b).items())
print(fill(4000))
def wrong(n):
    for i in range(n):
        try: getattr(nodes[0], "va" + ("lue" if i % 400 else "lve"))
        except AttributeError as e: print(i, e)
wrong(1500)
