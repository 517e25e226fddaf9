"""Attributes that builtin types compute are read in traces."""
import xml.etree.ElementTree as ET, re, fractions, collections, functools
def f(n):
    e=ET.Element('a',{'k':'v'}); t=0
    p=re.compile('(b)(?P<x>c)?')
    d=collections.deque([1],maxlen=3); q=functools.partial(int,'5',base=10)
    for i in range(n):
        e.text=str(i); e.tail=None if i%3 else 'x'
        t+=len(e.tag)+len(e.text)+(e.tail is None)+len(e.attrib)
        m=p.match('bc' if i%2 else 'b')
        t+=m.lastindex+(m.lastgroup=='x')+len(m.string)+m.re.groups+m.endpos+len(p.groupindex)+len(p.pattern)
        t+=(i).real+(5).denominator+d.maxlen+len(q.args)+len(q.keywords)+int((2.5).imag)
        if i==n-3: e.attrib={'z':1,'y':2}
    return t
print(f(3000))
