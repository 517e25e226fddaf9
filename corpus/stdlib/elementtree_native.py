import xml.etree.ElementTree as ET, copy, pickle, io
def rep(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e), e, getattr(e,'code',None), getattr(e,'position',None))
e=ET.Element("a",{"x":"1"},y="2")
import re
def r2(f): rep(lambda: re.sub(r'0x[0-9a-f]+','0x',repr(f())))
r2(lambda:e); rep(lambda:e.attrib); rep(lambda: ET.Element());  rep(lambda:ET.Element("a",5)); rep(lambda: ET.Element("a",attrib={"k":"v"}).attrib); rep(lambda: ET.SubElement(5,"a")); r2(lambda: ET.SubElement(e,"b",{"k":"v"},z="1")); rep(lambda:len(e)); rep(lambda:e[0].attrib); rep(lambda: e[5]); rep(lambda: e["a"]); rep(lambda: e.append(5)); rep(lambda: e.extend([5])); rep(lambda:e.extend(5)); rep(lambda:e.insert(0,5)); rep(lambda:e.remove(ET.Element("q"))); rep(lambda: e.find("b").tag); rep(lambda: e.findtext("b")); rep(lambda:e.findtext("q")); rep(lambda:e.findtext("q","d")); rep(lambda: [x.tag for x in e.findall("*")]); rep(lambda: list(e.iterfind("b"))[0].tag); rep(lambda: e.get("x")); rep(lambda: e.get("q",7)); rep(lambda:e.set("q","1")); rep(lambda:e.keys()); rep(lambda:e.items()); rep(lambda:[x.tag for x in e.iter()]); rep(lambda:[x.tag for x in e.iter("b")]); rep(lambda:list(e.itertext()));  rep(lambda:e.text); rep(lambda:setattr(e,"text","hi")); rep(lambda:setattr(e,"attrib",5)); rep(lambda: delattr(e,"tag")); rep(lambda:delattr(e,"text")); rep(lambda:e.foo); rep(lambda:setattr(e,"foo",1)); rep(lambda: ET.tostring(e)); rep(lambda: ET.tostring(copy.copy(e))); rep(lambda: ET.tostring(copy.deepcopy(e))); rep(lambda: ET.tostring(pickle.loads(pickle.dumps(e)))); rep(lambda: e.__getstate__()["tag"]);   rep(lambda:e.clear()); rep(lambda:(e.text,e.tail,e.attrib,len(e)))
for i in range(6): ET.SubElement(e,"c%d"%i)
rep(lambda:[x.tag for x in e[1:4]]); rep(lambda:[x.tag for x in e[::2]]); rep(lambda:e.__delitem__(0)); rep(lambda:e.__delitem__(slice(0,2))); rep(lambda:[x.tag for x in e]); rep(lambda:e.__setitem__(0,ET.Element("n"))); rep(lambda:e.__setitem__(0,5)); rep(lambda:e.__setitem__(slice(0,1),[ET.Element("p"),ET.Element("q")])); rep(lambda:[x.tag for x in e]); rep(lambda:e.__setitem__(slice(0,4,2),[ET.Element("p")])); rep(lambda:e.__setitem__(slice(0,1),[5])); rep(lambda:e.__setitem__(slice(0,1),5)); rep(lambda:e.__setitem__(10,ET.Element("p"))); rep(lambda: e.__delitem__(10)); rep(lambda:e.__delitem__(slice(None,None,2))); rep(lambda:[x.tag for x in e])
x="<?xml version='1.0'?><!DOCTYPE r SYSTEM 'x'><r a='1' xmlns:n='urn:n'>t<n:k n:z='2'>in</n:k>tail<!-- c --><?pi d?>&lt;&#65;</r>"
rep(lambda: ET.tostring(ET.fromstring(x))); rep(lambda: ET.fromstring("<a>")); rep(lambda: ET.fromstring("<a></b>")); rep(lambda: ET.fromstring("")); rep(lambda: ET.fromstring("<a>&foo;</a>")); rep(lambda: ET.fromstring(b"<a>\xff</a>")); rep(lambda: ET.fromstring(5))
p=ET.XMLParser(target=ET.TreeBuilder(insert_comments=True,insert_pis=True)); p.feed(x); rep(lambda: ET.tostring(p.close())); rep(lambda:p.entity);  rep(lambda:p.target.__class__)
class T:
    def __init__(s): s.l=[]
    def start(s,*a): s.l.append(("start",)+a)
    def end(s,*a): s.l.append(("end",)+a)
    def data(s,*a): s.l.append(("data",)+a)
    def comment(s,*a): s.l.append(("comment",)+a)
    def pi(s,*a): s.l.append(("pi",)+a)
    def doctype(s,*a): s.l.append(("doctype",)+a)
    def start_ns(s,*a): s.l.append(("start_ns",)+a)
    def end_ns(s,*a): s.l.append(("end_ns",)+a)
    def close(s): return s.l
rep(lambda: ET.fromstring(x, ET.XMLParser(target=T())))
rep(lambda: [(a, str(getattr(b,'tag',b)).split(' at ')[0]) for a,b in ET.iterparse(io.BytesIO(x.encode()),("start","end","comment","pi","start-ns","end-ns"))])
rep(lambda: ET.iterparse(io.BytesIO(b"<a/>"),("foo",)).__next__())
pp=ET.XMLPullParser(); pp.feed("<a><b>1</b>"); rep(lambda:[(a,b.tag,b.text) for a,b in pp.read_events()]); pp.feed("</a>"); rep(lambda:[(a,b.tag) for a,b in pp.read_events()])
tb=ET.TreeBuilder(); rep(lambda:tb.close()); tb.start("a",{}); tb.data("x"); tb.data("y"); tb.start("b",{"q":"1"}); tb.end("b"); tb.data("z"); rep(lambda:tb.end("a").tag); rep(lambda:ET.tostring(tb.close())); rep(lambda:tb.end("x"));  rep(lambda: ET.TreeBuilder(element_factory=lambda t,a:(t,a)).start("a",{}));  rep(lambda: ET.TreeBuilder().pi("c","d").text)
class E2(ET.Element): pass
z=E2("s"); z.foo=1; rep(lambda:z.foo); rep(lambda: ET.tostring(z)); rep(lambda: type(copy.copy(z)).__name__)
rep(lambda: ET.canonicalize("<a b='1' a='2'>x<!--c--></a>")); t=ET.ElementTree(ET.fromstring("<a><b/><c>1</c></a>")); ET.indent(t); rep(lambda: ET.tostring(t.getroot())); o=io.BytesIO(); t.write(o,xml_declaration=True,encoding="utf-8"); rep(o.getvalue); rep(lambda: ET.XMLParser(encoding="iso-8859-1").feed(b"<a>\xe9</a>")); rep(lambda: ET.parse(io.StringIO("<a>é</a>")).getroot().text); rep(lambda: t.find(".//c").text); rep(lambda: t.findall("c[.='1']")[0].tag); rep(lambda: ET.XMLParser(foo=1)); rep(lambda: ET.XMLParser().flush()); rep(lambda: ET.XMLParser().close()); rep(lambda: ET.dump(ET.XML("<q w='&quot;'>&amp;</q>"))); rep(lambda: ET.XMLID("<a id='1'><b id='2'/></a>")[1].keys()); rep(lambda: len(list(ET.fromstring("<a>"+"<b><c/></b>"*500+"</a>").iter("c"))))
d=ET.fromstring("<a>"*50+"</a>"*50); rep(lambda: len(list(d.iter())))
