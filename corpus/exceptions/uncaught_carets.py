# Each statement fails on its own; the hook prints the traceback and goes on.
import sys, traceback
class P:
    def __init__(self, v): self.v = v
    def __getitem__(self, k): raise KeyError(k)
    def __add__(self, o): raise ArithmeticError("add")
    def meth(self, *a, **k): raise RuntimeError("meth")
p = P(None)
value, table = 3, {"a": {"b": 1}}
statements = [
    "p.v.attr.deep = 1",
    "x = p + value * 2",
    "x = (value +\n     p.v +\n     1)",
    "p[value]",
    "p['a']['b']",
    "p.meth(1, key=2)",
    "p.meth(\n    1,\n    2,\n)",
    "table['a']['zz']['q']",
    "value()",
    "value.bit_length(1)",
    "assert value == 4, 'not four'",
    "assert value == 4",
    "raise ValueError('explicit')",
    "a, b = value, ",
    "a, b = [1, 2, 3]",
    "for q in value: pass",
    "with value: pass",
    "del table['zz']",
    "del p.nothing",
    "value < 'a'",
    "not_defined + 1",
    "print(f'{value!r} {value.nope}')",
    "[y for y in range(3) if y / (y - 1)]",
    "import no_such_module.sub",
    "from sys import no_such_name",
    "from os import pth",
    "'é日本' + value",
    "x = '日本' + p.v + '語'",
    "value += 'a'",
    "-p",
    "lambda: 0 .x",
    "(lambda: value.oops)()",
    "p.v[0]",
    "p.v[0] = 1",
    "{**value}",
    "print(*value)",
    "print(**value)",
    "{p.v: 1}[2]",
    "value if value.nope else 1",
    "max(value, key=1)",
    "int('12x') + int(  'zz'  )",
    "global_name: int = undefined_ann",
    "x = 1; y = x.real.foo; z = 2",
    "while value.nope: pass",
    "if value.nope:\n    pass",
    "def f(a=undefined_default): pass",
    "class C(undefined_base): pass",
    "@undefined_decorator\ndef f(): pass",
    "match value:\n    case int(real=undefined_pattern.x): pass",
    "return_value = [\n    1,\n    value.nope,\n]",
]
for n, text in enumerate(statements):
    name = f"case{n}.py"
    import linecache
    linecache.cache[name] = (len(text), None, text.splitlines(True), name)
    try:
        exec(compile(text, name, "exec"))
        print("no error:", text)
    except Exception as e:
        e.__traceback__ = e.__traceback__.tb_next
        traceback.print_exception(e, file=sys.stdout)
