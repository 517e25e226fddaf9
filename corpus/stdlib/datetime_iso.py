"""fromisoformat, fromisocalendar and strftime of all shapes."""
from datetime import *
bad="""20200101 2020-01-01 2020-W01 2020W01 2020W011 2020-W01-1 2020-W54 2020-1-1 2020-01-01T12 2020-01-01T1234 2020-01-01T12:34:56.7 2020-01-01T12:34:56,789+05:30 12:30:45.Z 12:30:45,+05:00 00010101 T12 12:3 24:00 24:01 12:30:45.1234567-24:30 2022W52520 2009-02-29 2020-01-01X010203 2020W0112 2020-W01-12 99991231""".split()
for b in sorted(bad):
    for c in (date,time,datetime):
        try: print(c.__name__, b, repr(c.fromisoformat(b)))
        except Exception as e: print(c.__name__, b, type(e).__name__, e)
for a in ((2**31,1,1),(1,2**31,1),(1,1,2**31),(-2**31-1,1,1),(1,2**70,1),(2**70,1,1),(1,1,-2**70),(1,1,0)):
    try: date.fromisocalendar(*a)
    except Exception as e: print(a, type(e).__name__, e)
import time as t
for f in ('\ud83d','a\ud800%Y\udc00','\0%Y\0','é%Y€','%','%%','%Y%','\udce9'):
    for o in (lambda: t.strftime(f,(2020,1,1,0,0,0,0,1,0)),lambda: datetime(2020,1,1).strftime(f),lambda:datetime(2020,1,1).isoformat(f[0])):
        try: print(ascii(o()))
        except Exception as e: print(ascii(e))
