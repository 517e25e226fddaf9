# Trees that a program makes are checked before they are compiled; constructors tell of missing and unknown fields.
import ast, warnings

def try_(node, mode='exec'):
    ast.fix_missing_locations(node)
    try:
        compile(node, '<test>', mode)
        print('fine')
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)

def expr(e):
    try_(ast.Module([ast.Expr(e)], []))
def stmt(s):
    try_(ast.Module([s], []))
x, store = ast.Name('x', ast.Load()), ast.Name('x', ast.Store())
expr(store)
expr(ast.BoolOp(ast.And(), [x]))
expr(ast.Dict([x], []))
expr(ast.Compare(x, [ast.Eq()], []))
expr(ast.Compare(x, [], [x]))
expr(ast.ListComp(x, []))
expr(ast.Name('None', ast.Load()))
expr(ast.Lambda(ast.arguments([], [ast.arg('a')], None, [], [], None, [x, x]), x))
expr(ast.Lambda(ast.arguments([], [], None, [ast.arg('a')], [], None, []), x))
stmt(ast.Assign([x], x))
stmt(ast.Assign([], x))
stmt(ast.Delete([ast.Constant(1)]))
stmt(ast.If(x, [], []))
stmt(ast.If(x, [None], []))
stmt(ast.While(x, [ast.Pass()], []))
stmt(ast.FunctionDef('f', ast.arguments(), []))
stmt(ast.Raise(None, x))
stmt(ast.Try([ast.Pass()], [], [], []))
stmt(ast.Try([ast.Pass()], [], [ast.Pass()], [ast.Pass()]))
stmt(ast.With([], [ast.Pass()]))
stmt(ast.Import([]))
stmt(ast.ImportFrom(None, [ast.alias('x')], -1))
stmt(ast.Global([]))
stmt(ast.AnnAssign(ast.Attribute(x, 'y', ast.Store()), x, None, 1))
for p in (ast.MatchStar('a'), ast.MatchOr([ast.MatchSingleton(None)]), ast.MatchAs(ast.MatchSingleton(None), None), ast.MatchAs(None, '_'),
          ast.MatchValue(x), ast.MatchValue(ast.Constant(...)), ast.MatchMapping([ast.Constant(1)], [], None), ast.MatchClass(ast.Constant(1), [], [], []),
          ast.MatchSequence([ast.MatchStar('a'), ast.MatchValue(ast.UnaryOp(ast.USub(), ast.Constant(1)))])):
    stmt(ast.Match(x, [ast.match_case(p, None, [ast.Pass()])]))
try_(ast.Expression(store), 'eval')
n = ast.Constant(1, lineno=3, col_offset=4, end_lineno=2, end_col_offset=5)
expr(n)

with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always')
    f = ast.FunctionDef(args=ast.arguments())
    print(f.body, f.returns, hasattr(f, 'name'))
    ast.Name('x', spam=1)
    class Sub(ast.AST):
        _fields = ('a', 'b')
        _field_types = {'a': int | None}
    Sub()
    compile(ast.parse('1 is 1\ntry: pass\nfinally:\n  while x: continue\n  def g(): return 1\n'), 'f', 'exec')
    for m in w:
        print(m.category.__name__, m.message)
try:
    ast.Name('x', id=1)
except TypeError as e:
    print(e)
print(repr(ast.parse('a or b')), repr(ast.Load()))
stmt(ast.Import([ast.alias('None')]))
