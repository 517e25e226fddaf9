# Template strings.
from string.templatelib import Template, Interpolation, convert
name, n = "World", 5
t = t"Hello {name}! {n + 1:>5} {name!r:^{n}} end"
print(type(t).__name__, t.strings, t.values)
for part in t:
    print(type(part).__name__, repr(part))
for i in t.interpolations:
    print(i.value, i.expression, i.conversion, repr(i.format_spec))
print(t"", t"".strings, t"plain".strings, t"{n}".strings, t"{n}{name}".strings, t"{n=}".strings, t"{n=}".interpolations)
u = t"a {n}" + t"b {name} c"
print(u.strings, u.values, repr(u))
def render(template):
    out = []
    for part in template:
        if isinstance(part, str):
            out.append(part)
        else:
            value = convert(part.value, part.conversion)
            out.append(format(value, part.format_spec))
    return "".join(out)
print(render(t), render(t"{3.14159:.2f} {'x'!r} {[1,2]!s:>10}"), render(t"nested {render(t'{n}')}"), render(t"{{}} {{{n}}}"))
def html(template):
    import html as h
    return "".join(p if isinstance(p, str) else h.escape(str(p.value)) for p in template)
evil = "<script>&"
print(html(t"<p>{evil}</p>"), html(t"""<b>{
    evil
}</b>"""))
i = Interpolation(1, "x", "r", ">5")
print(i, i == i, Template("a", i, "b").strings, Template("a", "b", "c").strings, Template(i, i).strings)
match i:
    case Interpolation(value, expression, conversion, format_spec):
        print(value, expression, conversion, format_spec)
for op in (lambda: t"a" + "b", lambda: "b" + t"a", lambda: Template(5), lambda: Interpolation(), lambda: t"{undefined}", lambda: Interpolation(1, "x", "q")):
    try:
        print(op())
    except Exception as e:
        print(type(e).__name__ + ":", e)
print(t"x" t"y{n}z".strings, rt"\n{n}".strings, tr"\d".strings, T"{n}".values)
