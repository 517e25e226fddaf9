import ast, io, token, tokenize
print([(token.tok_name[t.type], t.string) for t in tokenize.generate_tokens(io.StringIO("x = f'{a}' + 1  # c\n").readline)])
print(ast.dump(ast.parse("x: int = f(a, *b)[1:2] if y else -3", mode="exec"))); print(ast.unparse(ast.parse("def f(a, b=1, *c, **d) -> int:\n  return [x for x in a if x] or {**d}\nclass C(B, m=1): pass\nasync def g(): await x\nmatch y:\n case [1, *r]: pass\ntry: pass\nexcept* E as e: raise\nwith a as b: pass\nlambda: (yield)\nx[1:2, ...] @= 3\nf'{a!r:>{w}} {{}}'"))); print(ast.literal_eval("{'a': [1, (2.5, None)], 'b': {1, 2}, 'c': -1 + 2j}"))
for bad in ("f()", "a", "1 + 2", "[", "{1: x}"):
    try: print(ast.literal_eval(bad))
    except (ValueError, SyntaxError) as e: print(type(e).__name__, str(e).split(" at 0x")[0].split(" object")[0])
class V(ast.NodeVisitor):
    def visit_Name(self, n): print("name", n.id, n.lineno, n.col_offset, n.end_col_offset, type(n.ctx).__name__)
class T(ast.NodeTransformer):
    def visit_Constant(self, n): return ast.Constant(n.value * 2) if isinstance(n.value, int) else n
V().visit(ast.parse("a = b + c")); print(eval(compile(ast.fix_missing_locations(T().visit(ast.parse("1 + 2 * 3", mode="eval"))), "", "eval")), [type(n).__name__ for n in ast.walk(ast.parse("x if y else z"))], ast.get_docstring(ast.parse("'doc'\nx")))
