# Text that comes in one piece and in several; names that are met again, with namespaces, not ASCII, and more of them than a small table holds.
import xml.etree.ElementTree as E

root = E.fromstring("<r>one<a>two &amp; three &lt; four</a>tail &gt; end<b/>\nlast\n</r>")
print([(e.tag, e.text, e.tail) for e in root.iter()])

b = E.TreeBuilder()
b.start("a", {})
b.data("x")
b.end("a")
print(b.close().text)
b = E.TreeBuilder()
b.start("a", {})
for s in "one ", "two ", "three":
    b.data(s)
b.start("b", {})
b.end("b")
b.data("tail ")
b.data("")
b.data("end")
b.end("a")
r = b.close()
print(repr(r.text), repr(r[0].text), repr(r[0].tail))

b = E.TreeBuilder()
b.start("a", {})
b.data(5)
b.end("a")
print(b.close().text)
names = ["n%d" % i for i in range(200)]
text = "<r>" + "".join("<%s k%s='%d'/>" % (n, n, i) for i, n in enumerate(names)) * 2 + "</r>"
root = E.fromstring(text)
print([e.tag for e in root] == names * 2, [list(e.attrib.items()) for e in root] == [[("kn%d" % i, str(i))] for i in range(200)] * 2)
print(root[0].tag is root[200].tag)

root = E.fromstring("<a:r xmlns:a='urn:x' xmlns='urn:y'><r a:k='1' k='2'/><a:r/><r xmlns='urn:x'/><größe ü='ß'/><größe ü='é'/><日本/><日本/></a:r>")
for e in root.iter():
    print(ascii(e.tag), ascii(sorted(e.attrib.items())))

parent = E.Element("p")
print(E.SubElement(parent, "c").tag, len(parent), parent[0].attrib)
print(E.SubElement(parent, "d", {"x": "1"}, y="2").attrib, E.SubElement(parent, "e", z="3").attrib)
for bad in (), (1,), (1, "x"), (parent,), (parent, "x", {}, 1):
    try:
        E.SubElement(*bad)
    except TypeError as e:
        print(e)
class Sub(E.Element):
    pass
s = Sub("s")
print(type(E.SubElement(s, "t")).__name__, len(s))
