# Fields taken whole, quoted stretches, and what a writer must quote, in every dialect.
import csv, io
def rd(t, **k): 
    try: return list(csv.reader(io.StringIO(t, newline=''), **k))
    except Exception as e: return repr(e)
for t in ['a,b,c\r\n1,2,3\r\n', 'a,"b,c",d\n"x""y",z\n', '"multi\nline",2\n3', ',,\n', 'a b,c d', ' a, b', '"a"b,c\n', 'é,ü\n日本,x\n', 'a\rb\r', '1.5,"2",x', '\n\na\n', 'a,b,"', 'q\\,w,e', 'x'*5+',y', '"a\\"b",c']:
    print(rd(t), rd(t, quoting=csv.QUOTE_NONNUMERIC), rd(t, quoting=csv.QUOTE_NOTNULL), rd(t, quoting=csv.QUOTE_STRINGS), rd(t, quoting=csv.QUOTE_NONE), rd(t, skipinitialspace=True), rd(t, escapechar='\\'), rd(t, delimiter=' '), rd(t, quotechar="'"), rd(t, strict=True))
old=csv.field_size_limit(3); print(rd('abc,ab\n'), rd('abcd,ab\n'), rd('"abcd",ab\n'), rd('"ab\n')); csv.field_size_limit(old)
def wr(row, **k):
    s=io.StringIO()
    try: csv.writer(s, **k).writerow(row)
    except Exception as e: return repr(e)
    return s.getvalue()
for row in [[1,'a,b','c"d',None,1.5],[' x','y ',' '],['é','日本,','ÿ"'],['a\nb','c\rd'],[''],[None],['a\\b',"q'w"],[]]:
    for k in [{}, dict(quoting=csv.QUOTE_ALL), dict(quoting=csv.QUOTE_NONE,escapechar='\\'), dict(quoting=csv.QUOTE_NONE), dict(quoting=csv.QUOTE_NONNUMERIC), dict(quoting=csv.QUOTE_STRINGS), dict(quoting=csv.QUOTE_NOTNULL), dict(delimiter=' ',skipinitialspace=True), dict(doublequote=False,escapechar='\\'), dict(lineterminator='é!'), dict(quotechar="'"), dict(delimiter='ÿ')]:
        print(wr(row,**k), end='|')
print()
