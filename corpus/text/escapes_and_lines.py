"""Escapes, line ends, searches of one character, code pages and limits of struct over texts of all widths: one digest."""
import hashlib,json,struct,codecs
h=hashlib.md5()
def note(*a): h.update(repr(a).encode('utf-8','surrogatepass'))
import random, warnings
warnings.simplefilter("ignore")
r=random.Random(3)
al=['a','"','\\','\n','\x7f','é','ж','😀','\ud800','\u2028','\x85','\x1c','\x0b','\r','\r\n','b'*20,"'",'\0','\u1680']
for n in list(range(30))+[100,500,513,1000]:
    for k in range(1,len(al)+1):
        t=''.join(r.choice(al[:k]) for _ in range(n))
        note(json.dumps(t),json.dumps(t,ensure_ascii=False),json.dumps([t,'x']),repr(t),ascii(t),t.splitlines(),t.splitlines(True),repr([t,t]))
        for e in ('unicode_escape','raw_unicode_escape','ascii','latin-1','cp1252'):
            for x in ('backslashreplace','xmlcharrefreplace','ignore','replace','namereplace'):
                b=t.encode(e,x); note(b)
                if e!='ascii':
                    try: note(b.decode(e,'replace'))
                    except Exception as ex: note(str(ex))
        b=t.encode('utf-8','surrogatepass'); note(repr(b),repr(bytearray(b)),b.splitlines(),bytearray(b).splitlines(True))
        for z in ('a','é','ж','\u0161','\u6100','😀','\x00','\u0100',al[k-1][0]): note(t.find(z),t.rfind(z),t.find(z,3),t.rfind(z,2,-2),t.index(z) if z in t else 0,t.count(z),t.rsplit(z,2),t.split(z,1))
        note(t.translate({97:98}),t.translate({97:None,34:'x'}),t.translate({97:'xy'}),t.translate({97:True}),t.translate({98:0x100}))
for b in range(256):
    for e in ('cp1252','cp437','koi8-r','iso8859-7','mac-roman','cp1253'):
        try: note(bytes([b,65]).decode(e))
        except UnicodeError as ex: note(str(ex))
        note(bytes([65,b,66,b]).decode(e,'replace'))
long='ж'*300+'š'*300+'\u6161'*300
for z in ('ж','š','\u6161','\u0061','\u0461','\u6100'): note(long.find(z),long.rfind(z),long.find(z,400),long.find(z,0,299))
W4=long+'😀'*300
for z in ('ж','š','\u6161','😀','\U0001f661','a'): note(W4.find(z),W4.rfind(z),W4.find(z,700),W4.rfind(z,0,800))
for c in 'bBhHiIlLqQnNP':
    for v in (0,-1,1,127,128,255,256,-128,-129,2**15,2**16,2**31,2**32-1,2**32,2**63-1,2**63,2**64-1,2**64,-2**63,-2**63-1,10**30,True):
        try: note(c,v,struct.pack(c,v))
        except Exception as ex: note(type(ex).__name__,str(ex))
m=bytearray(b'ab'); m.extend(b'xyz'*100); m.extend(m); note(m)
try: m.extend('s')
except TypeError as e: note(str(e))
print(h.hexdigest())
