from collections import OrderedDict, defaultdict
import collections, copy, pickle
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
O=OrderedDict
d=O(a=1,b=2,c=3); print(d, list(d), list(reversed(d)), d.keys(), d.values(), d.items(), len(d))
d.move_to_end('a'); print(d); d.move_to_end('c',last=False); print(d); d.move_to_end('b', False); print(d)
print(d.popitem(), d.popitem(last=False), d); t(lambda: O().popitem()); t(lambda: d.move_to_end('zz')); t(lambda: d.pop('zz')); print(d.pop('zz',5), d.pop('c'))
print(O([(1,2),(3,4)])==O([(3,4),(1,2)]), O([(1,2),(3,4)])=={3:4,1:2}, O(a=1)!=O(a=2))
for x in ('a','ab',['abc'],[()],5,[5],[(1,2,3)],{'a':1},{1,2}): t(lambda: O(x))
t(lambda: O(1,2)); t(lambda: O.fromkeys('abc')); t(lambda: O.fromkeys('ab',7)); t(lambda: O().update(1,2)); t(lambda: O(a=1).setdefault('a',3)); t(lambda: O(a=1)|{'b':2}); t(lambda: {'b':2}|O(a=1)); t(lambda: O(a=1)|5)
d=O(a=1); d|=[('z',1)]; print(d, d.copy(), copy.copy(d), copy.deepcopy(d), pickle.loads(pickle.dumps(d)), type(pickle.loads(pickle.dumps(d))))
d.x=5; print(d.__dict__, pickle.loads(pickle.dumps(d)).x, d.__reduce__()[:4])
def m():
    e=O(a=1,b=2)
    for k in e: e[k+'x']=1
t(m)
def m():
    e=O(a=1,b=2)
    for k in e: e.move_to_end('a')
t(m)
class L(O):
    def __init__(self,n): super().__init__(); self.n=n
    def __getitem__(self,k): v=super().__getitem__(k); self.move_to_end(k); return v
    def __setitem__(self,k,v): super().__setitem__(k,v); len(self)>self.n and self.popitem(last=False)
l=L(2); l['a']=1; l['b']=2; l['a']; l['c']=3; print(list(l), l, l.n)
e=O(); e['self']=e; print(e)
print(dict(O(b=1,a=2)), list(O(b=1,a=2).items()), O(a=1).keys()&{'a'}, sorted({'a'}|O(b=1).keys()), O(a=1).items()=={('a',1)}, isinstance(O().keys(), collections.abc.KeysView))
def f(**k): return k
print(f(**O(b=1,a=2)), {**O(z=1)}, [*O(q=1)])
from weakref import ref
t(lambda: hash(O()))
q=O()
for i in range(1000):
    q[i]=i
    if len(q)>10: q.popitem(last=False)
    if i%3==0: q.move_to_end(next(iter(q)))
print(q)
n=0
for i in range(200): q.move_to_end(list(q)[5], last=i%2==0)
print(q, sum(q.values()))

t(lambda: {'a':1}.__imul__); 
def g(): x={'a':1}; x*=(1,2)
t(g)
def g(): del (1,)[0]
t(g)
def g(): del (1,)['a']
t(g)
