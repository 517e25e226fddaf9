# Dicts from iterators of pairs, sums of bytes, and sorting what one builtin type compares.
import datetime
D=[datetime.date.fromordinal(700000+i*7919%1000) for i in range(500)]; s=sorted(D); print(s[0],s[-1], s==sorted(D,reverse=True)[::-1], min(D)==s[0])
DT=[datetime.datetime(2020,1,1)+datetime.timedelta(hours=i*37%1000) for i in range(300)]; print(sorted(DT)[0:2], sorted(t-DT[0] for t in DT)[:2])
try: sorted([datetime.date(2020,1,1), datetime.datetime(2020,1,1)])
except TypeError as e: print(e)
try: sorted([datetime.datetime(2020,1,1), datetime.datetime(2020,1,1,tzinfo=datetime.timezone.utc)])
except TypeError as e: print(e)
print(sorted([{1,2},{1},set()],key=len), sorted([b'b',b'a']), sorted([[2],[1,5],[1]]), sorted([True,False]), sorted([2**70,2**69,-2**80]))
try: sorted([object(),object()])
except TypeError as e: print(e)
print(sorted([{3},{1,2,3},{1}]), sorted([float('nan'),1.0]) and 1, sorted([1j.real,2]), sorted([bytearray(b'z'),bytearray(b'a')]))
print(dict(zip('abc',(1,2,3))), dict(zip('ab',(1,2),strict=True)), dict(enumerate('xy')), dict(zip([1,2],[3])), dict({1:2}.items()), dict(zip()), dict(zip('abab',range(4)),z=1))
for f in [lambda: dict(zip([1],[2],[3])), lambda: dict(zip([[]],[1])), lambda: dict(zip('ab',(1,),strict=True)), lambda: dict(zip([1]))]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class Z(zip): pass
print(dict(Z('ab','cd')))
d={}; d.update(zip('ab',[1,2])); d|=enumerate('q'); print(d)
print(sum(b'abc'), sum(bytearray(b'\xff'*300)), sum(b'a',5), sum(b'ab',2.5), sum(b'', 10**30), sum(b'ab',10**17), list(b'ab'), list(reversed(bytearray(b'ab'))), [x for x in enumerate(bytearray(b'ab'))], next(iter(b'z')))
it=iter(bytearray(b'abc')); next(it); print(it.__length_hint__(), it.__reduce__()); it.__setstate__(2); print(list(it), list(it))
